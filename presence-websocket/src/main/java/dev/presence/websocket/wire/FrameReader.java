package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import java.io.IOException;
import java.time.Instant;
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

  // Canonical names are hashed in a table that a client could fill with collisions.
  static final JsonFactory JSON =
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
    FrameFields fields = new FrameFields();
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

  private ClientMessage read(FrameFields fields) throws Refusal {
    Long ref = fields.ref;
    return switch (fields.type) {
      case "presence:activity" -> new ClientMessage.Activity(active(fields), ref);
      case "presence:setAway" -> new ClientMessage.SetStatus(ManualStatus.away(), ref);
      case "presence:setActive" -> new ClientMessage.SetStatus(ManualStatus.automatic(), ref);
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
              "type must be one of presence:activity, setAway, setActive, setStatus, setNote, setData,"
                  + " get, watch, list, ping, leave");
    };
  }

  private static Long required(@Nullable Long ref) throws Refusal {
    if (ref == null) {
      throw new Refusal(ErrorCode.BAD_FIELD, "ref must be an integer of at most 53 bits");
    }
    return ref;
  }

  private static boolean active(FrameFields fields) throws Refusal {
    Boolean active = fields.active;
    if (active == null) {
      throw new Refusal(ErrorCode.BAD_FIELD, "active must be true or false");
    }
    return active;
  }

  private ClientMessage watch(Long ref, FrameFields fields) throws Refusal {
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

  private static ManualStatus status(FrameFields fields) throws Refusal {
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

  private static @Nullable Note note(FrameFields fields) throws Refusal {
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

  private static @Nullable Instant until(FrameFields fields) throws Refusal {
    Long until = fields.until;
    if (fields.hasBadUntil || (until != null && (until < 0 || until > LATEST_SECOND))) {
      throw new Refusal(
          ErrorCode.BAD_FIELD, "until must be an integer of epoch seconds, up to " + LATEST_SECOND);
    }
    return until == null ? null : Instant.ofEpochSecond(until);
  }

  private static @Nullable String after(FrameFields fields) throws Refusal {
    if (fields.hasBadAfter) {
      throw new Refusal(ErrorCode.BAD_FIELD, "after must be the next of an earlier page");
    }
    return fields.after;
  }

  private static int limit(FrameFields fields) throws Refusal {
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
}
