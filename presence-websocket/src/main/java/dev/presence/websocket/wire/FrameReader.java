package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.presence.model.PresenceIds;
import java.io.IOException;
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

  private final int maxIds;

  /** A reader that takes so many ids in one request. */
  public FrameReader(int maxIds) {
    this.maxIds = maxIds;
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
      case "presence:get" -> new ClientMessage.Get(required(ref), ids(fields));
      case "presence:watch" ->
          new ClientMessage.Watch(required(ref), fields.ids == Ids.NULL ? null : ids(fields));
      case "presence:ping" -> new ClientMessage.Ping(required(ref));
      case "presence:leave" -> new ClientMessage.Leave(ref);
      default ->
          throw new Refusal(
              ErrorCode.BAD_TYPE,
              "type must be one of presence:activity, setAway, setActive, get, watch, ping, leave");
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

  private Set<String> ids(Fields fields) throws Refusal {
    if (fields.ids != Ids.LIST) {
      throw new Refusal(ErrorCode.BAD_FIELD, "userIds must be an array of ids");
    }
    if (fields.numberOfIds > maxIds) {
      throw new Refusal(
          ErrorCode.TOO_LARGE,
          "userIds has " + fields.numberOfIds + " ids; at most " + maxIds + " are allowed");
    }
    if (fields.hasInvalidId) {
      throw new Refusal(
          ErrorCode.BAD_FIELD,
          "each of userIds must be 1 to 128 UTF-16 units, not blank, without control characters"
              + " and unpaired surrogates");
    }
    return fields.userIds;
  }

  /** What {@code userIds} is. */
  private enum Ids {
    OTHER,
    NULL,
    LIST
  }

  /** The fields that the protocol knows; null or empty where a value is not of its kind. */
  private final class Fields {

    private final Set<String> seen = new LinkedHashSet<>();
    private String type = "";
    private @Nullable Boolean active;
    private @Nullable Long ref;
    private Ids ids = Ids.OTHER;
    private final Set<String> userIds = new LinkedHashSet<>();
    private int numberOfIds;
    private boolean hasInvalidId;

    private void readFrom(JsonParser json) throws IOException, Refusal {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Refusal(ErrorCode.BAD_JSON, "a frame is one JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        readValue(name, json);
      }
      if (json.nextToken() != null) {
        throw new Refusal(ErrorCode.BAD_JSON, "a frame is one JSON object; more follows it");
      }
    }

    private void readValue(String name, JsonParser json) throws IOException, Refusal {
      switch (name) {
        case "type", "active", "ref", "userIds" -> {
          if (!seen.add(name)) {
            throw new Refusal(ErrorCode.BAD_JSON, "the field " + name + " occurs twice");
          }
        }
        default -> {}
      }
      switch (name) {
        case "type" -> type = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : "";
        case "active" -> active = json.currentToken().isBoolean() ? json.getBooleanValue() : null;
        case "ref" -> ref = refOf(json);
        case "userIds" -> readIds(json);
        default -> {}
      }
      json.skipChildren();
    }

    private void readIds(JsonParser json) throws IOException {
      if (json.hasToken(JsonToken.VALUE_NULL)) {
        ids = Ids.NULL;
      }
      if (!json.isExpectedStartArrayToken()) {
        return;
      }
      ids = Ids.LIST;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        numberOfIds++;
        String id = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : null;
        if (id == null || !PresenceIds.isValid(id)) {
          hasInvalidId = true;
        } else if (numberOfIds <= maxIds) {
          userIds.add(id);
        }
        json.skipChildren();
      }
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
