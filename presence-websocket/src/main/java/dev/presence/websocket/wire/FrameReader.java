package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import dev.presence.model.PresenceIds;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of clients. Whatever a frame holds, the answer is a {@link ClientMessage}, and
 * nothing is thrown. Immutable; for use by any thread.
 *
 * <p>Unknown fields are skipped whatever valid JSON they hold. So there is no limit for depth or
 * for the length of numbers here: time and memory grow with the length of the frame, which its
 * reader has limited before, and values of unknown fields are never converted.
 */
public final class FrameReader {

  /** The largest integer that a browser's number holds exactly. */
  private static final long LARGEST_REF = (1L << 53) - 1;

  /** A ref has at most so many characters. */
  private static final int LONGEST_REF = String.valueOf(-LARGEST_REF).length();

  // Canonical names are hashed in a table that a client could fill with collisions.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** The end of the year 9999. */
  private static final long LATEST_SECOND = 253_402_300_799L;

  private static final int LONGEST_DATA = 512;

  /** A page has at most so many users. */
  private static final int LARGEST_PAGE = 500;

  private final int maxIds;
  private final int maxWatched;

  /**
   * A reader.
   *
   * @param maxIds how many ids a {@code presence:get} may have
   * @param maxWatched how many ids a {@code presence:watch} may have
   */
  public FrameReader(int maxIds, int maxWatched) {
    this.maxIds = maxIds;
    this.maxWatched = maxWatched;
  }

  /** What the frame says. */
  public ClientMessage read(String frame) {
    Fields fields = new Fields();
    try (JsonParser json = JSON.createParser(frame)) {
      fields.readFrom(json);
    } catch (IOException e) {
      return new ClientMessage.Malformed(
          ErrorCode.BAD_JSON, "a frame is one JSON object; this one is not valid JSON", null);
    } catch (Refusal refusal) {
      return new ClientMessage.Malformed(refusal.code, refusal.text, null);
    }
    try {
      return read(fields);
    } catch (Refusal refusal) {
      return new ClientMessage.Malformed(refusal.code, refusal.text, fields.ref);
    }
  }

  private ClientMessage read(Fields fields) throws Refusal {
    Long ref = fields.ref;
    return switch (fields.type) {
      case "presence:activity" -> new ClientMessage.Activity(active(fields), ref);
      case "presence:setAway" -> new ClientMessage.ManualAway(true, ref);
      case "presence:setActive" -> new ClientMessage.ManualAway(false, ref);
      case "presence:setStatus" -> new ClientMessage.SetStatus(status(fields), ref);
      case "presence:setNote" -> new ClientMessage.SetNote(note(fields), ref);
      case "presence:setData" ->
          new ClientMessage.SetData(fields.data.required(), until(fields), ref);
      case "presence:get" -> new ClientMessage.Get(required(ref), fields.userIds.required(maxIds));
      case "presence:watch" -> watch(required(ref), fields);
      case "presence:list" -> new ClientMessage.Page(required(ref), after(fields), limit(fields));
      case "presence:ping" -> new ClientMessage.Ping(required(ref));
      case "presence:leave" -> new ClientMessage.Leave(ref);
      default ->
          throw new Refusal(
              ErrorCode.BAD_TYPE,
              "type must be one of presence:activity, setAway, setActive, setStatus, setNote, setData, get, watch, list, ping,"
                  + " leave");
    };
  }

  private static Long required(@Nullable Long ref) throws Refusal {
    if (ref == null) {
      throw new Refusal(ErrorCode.BAD_FIELD, "ref must be an integer of at most 53 bits");
    }
    return ref;
  }

  private static boolean active(Fields fields) throws Refusal {
    Boolean active = fields.active;
    if (active == null) {
      throw new Refusal(ErrorCode.BAD_FIELD, "active must be true or false");
    }
    return active;
  }

  private ClientMessage watch(Long ref, Fields fields) throws Refusal {
    if (!fields.add.isGiven() && !fields.remove.isGiven()) {
      Set<String> userIds = fields.userIds.isNull() ? null : fields.userIds.required(maxWatched);
      return new ClientMessage.Watch(ref, userIds);
    }
    if (fields.userIds.isGiven()) {
      throw new Refusal(
          ErrorCode.BAD_FIELD, "a watch has either userIds, or add and remove, not both");
    }
    return new ClientMessage.WatchMore(
        ref, fields.add.optional(maxWatched), fields.remove.optional(maxWatched));
  }

  private static ManualStatus status(Fields fields) throws Refusal {
    ManualStatus status =
        switch (fields.status.value()) {
          case "away" -> ManualStatus.away();
          case "dnd" -> ManualStatus.doNotDisturb();
          case "invisible" -> ManualStatus.invisible();
          case "automatic" -> ManualStatus.automatic();
          default ->
              throw new Refusal(
                  ErrorCode.BAD_FIELD, "status must be away, dnd, invisible or automatic");
        };
    Instant until = until(fields);
    return until == null ? status : status.until(until);
  }

  private static @Nullable Note note(Fields fields) throws Refusal {
    if (fields.text.isWrong() || fields.emoji.isWrong()) {
      throw new Refusal(ErrorCode.BAD_FIELD, "text and emoji must be strings");
    }
    Instant until = until(fields);
    if (fields.text.value().isEmpty() && fields.emoji.value().isEmpty()) {
      return null;
    }
    try {
      Note note = Note.of(fields.text.value(), fields.emoji.value());
      return until == null ? note : note.until(until);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ErrorCode.BAD_FIELD, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Instant until(Fields fields) throws Refusal {
    Long until = fields.until;
    if (fields.hasBadUntil || (until != null && (until < 0 || until > LATEST_SECOND))) {
      throw new Refusal(
          ErrorCode.BAD_FIELD, "until must be an integer of epoch seconds, up to " + LATEST_SECOND);
    }
    return until == null ? null : Instant.ofEpochSecond(until);
  }

  private static @Nullable String after(Fields fields) throws Refusal {
    if (fields.hasBadAfter) {
      throw new Refusal(ErrorCode.BAD_FIELD, "after must be the next of an earlier page");
    }
    return fields.after;
  }

  private static int limit(Fields fields) throws Refusal {
    Long limit = fields.limit;
    if (fields.hasBadLimit || (limit != null && limit < 1)) {
      throw new Refusal(ErrorCode.BAD_FIELD, "limit must be an integer from 1 to " + LARGEST_PAGE);
    }
    if (limit != null && limit > LARGEST_PAGE) {
      throw new Refusal(
          ErrorCode.TOO_LARGE, "limit was " + limit + "; at most " + LARGEST_PAGE + " is allowed");
    }
    return limit == null ? LARGEST_PAGE : limit.intValue();
  }

  /** What a connection states of itself: an object, written again without spaces, or null. */
  private static final class Data {

    private @Nullable String object;
    private boolean given;

    private void read(JsonParser json) throws IOException {
      if (json.hasToken(JsonToken.VALUE_NULL)) {
        given = true;
      } else if (json.isExpectedStartObjectToken()) {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
          copy.copyCurrentStructure(json);
        }
        object = text.toString();
        given = true;
      }
    }

    private @Nullable String required() throws Refusal {
      String text = object;
      if (!given || (text != null && bytes(text) > LONGEST_DATA)) {
        throw new Refusal(
            ErrorCode.BAD_FIELD,
            "data must be null or an object of at most " + LONGEST_DATA + " bytes");
      }
      return text;
    }

    private static int bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /** A field with a text; null counts as absent. */
  private static final class Text {

    private String given = "";
    private boolean wrong;

    private void read(JsonParser json) throws IOException {
      boolean text = json.hasToken(JsonToken.VALUE_STRING);
      given = text ? json.getText() : "";
      wrong = !text && !json.hasToken(JsonToken.VALUE_NULL);
    }

    private String value() {
      return given;
    }

    private boolean isWrong() {
      return wrong;
    }
  }

  /** A field with user ids. */
  private static final class Ids {

    private enum Kind {
      ABSENT,
      OTHER,
      NULL,
      LIST
    }

    private final String name;
    private final Set<String> valid = new LinkedHashSet<>();
    private Kind kind = Kind.ABSENT;
    private int count;
    private boolean hasInvalid;

    private Ids(String name) {
      this.name = name;
    }

    private boolean isGiven() {
      return kind != Kind.ABSENT;
    }

    private boolean isNull() {
      return kind == Kind.NULL;
    }

    private Set<String> optional(int most) throws Refusal {
      return isGiven() ? required(most) : Set.of();
    }

    private Set<String> required(int most) throws Refusal {
      if (kind != Kind.LIST) {
        throw new Refusal(ErrorCode.BAD_FIELD, name + " must be an array of ids");
      }
      if (count > most) {
        throw new Refusal(
            ErrorCode.TOO_LARGE, name + " has " + count + " ids; at most " + most + " are allowed");
      }
      if (hasInvalid) {
        throw new Refusal(
            ErrorCode.BAD_FIELD,
            "each of "
                + name
                + " must be 1 to 128 UTF-16 units, not blank, without control characters"
                + " and unpaired surrogates");
      }
      return valid;
    }

    private void read(JsonParser json) throws IOException {
      kind = json.hasToken(JsonToken.VALUE_NULL) ? Kind.NULL : Kind.OTHER;
      if (!json.isExpectedStartArrayToken()) {
        return;
      }
      kind = Kind.LIST;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        count++;
        String id = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : null;
        if (id != null && PresenceIds.isValid(id)) {
          valid.add(id);
        } else {
          hasInvalid = true;
        }
        json.skipChildren();
      }
    }
  }

  /** The fields that the protocol knows; null or empty where a value is not of its kind. */
  private static final class Fields {

    private static final Set<String> KNOWN =
        Set.of(
            "type", "active", "ref", "userIds", "add", "remove", "after", "limit", "status", "text",
            "emoji", "until", "data");

    private final Set<String> seen = new LinkedHashSet<>();
    private String type = "";
    private @Nullable Boolean active;
    private @Nullable Long ref;
    private final Ids userIds = new Ids("userIds");
    private final Ids add = new Ids("add");
    private final Ids remove = new Ids("remove");
    private @Nullable String after;
    private boolean hasBadAfter;
    private final Data data = new Data();
    private final Text status = new Text();
    private final Text text = new Text();
    private final Text emoji = new Text();
    private @Nullable Long until;
    private boolean hasBadUntil;
    private @Nullable Long limit;
    private boolean hasBadLimit;

    private void readFrom(JsonParser json) throws IOException, Refusal {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Refusal(ErrorCode.BAD_JSON, "a frame is one JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (KNOWN.contains(name) && !seen.add(name)) {
          throw new Refusal(ErrorCode.BAD_JSON, "the field " + name + " occurs twice");
        }
        readValue(name, json);
      }
      if (json.nextToken() != null) {
        throw new Refusal(ErrorCode.BAD_JSON, "a frame is one JSON object; more follows it");
      }
    }

    private void readValue(String name, JsonParser json) throws IOException {
      switch (name) {
        case "type" -> type = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : "";
        case "active" -> active = json.currentToken().isBoolean() ? json.getBooleanValue() : null;
        case "ref" -> ref = refOf(json);
        case "userIds" -> userIds.read(json);
        case "add" -> add.read(json);
        case "remove" -> remove.read(json);
        case "after" -> readAfter(json);
        case "data" -> data.read(json);
        case "status" -> status.read(json);
        case "text" -> text.read(json);
        case "emoji" -> emoji.read(json);
        case "until" -> {
          until = json.hasToken(JsonToken.VALUE_NULL) ? null : refOf(json);
          hasBadUntil = until == null && !json.hasToken(JsonToken.VALUE_NULL);
        }
        case "limit" -> {
          limit = refOf(json);
          hasBadLimit = limit == null;
        }
        default -> {}
      }
      json.skipChildren();
    }

    private void readAfter(JsonParser json) throws IOException {
      after = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : null;
      String given = after;
      hasBadAfter =
          given == null ? !json.hasToken(JsonToken.VALUE_NULL) : !PresenceIds.isValid(given);
    }
  }

  private static @Nullable Long refOf(JsonParser json) throws IOException {
    if (!json.hasToken(JsonToken.VALUE_NUMBER_INT) || json.getTextLength() > LONGEST_REF) {
      return null;
    }
    long ref = json.getLongValue();
    return Math.abs(ref) <= LARGEST_REF ? ref : null;
  }

  /** Leads out of the reading of a frame; without a stack, because floods must stay cheap. */
  private static final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String text;

    private Refusal(ErrorCode code, String text) {
      super(text, null, false, false);
      this.code = code;
      this.text = text;
    }
  }
}
