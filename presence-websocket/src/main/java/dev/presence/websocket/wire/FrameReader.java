package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.presence.model.PresenceIds;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of clients. Whatever a frame holds, the answer is a {@link ClientMessage}, and
 * nothing is thrown. Immutable; for use by any thread.
 */
public final class FrameReader {

  /** The largest integer that a browser's number holds exactly. */
  private static final long LARGEST_REF = (1L << 53) - 1;

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final int maxIds;

  /** A reader that takes so many ids in one request. */
  public FrameReader(int maxIds) {
    this.maxIds = maxIds;
  }

  /** What the frame says. */
  public ClientMessage read(String frame) {
    JsonNode root;
    try {
      root = JSON.readValue(frame);
    } catch (JsonProcessingException e) {
      return new ClientMessage.Malformed(
          ErrorCode.BAD_JSON, "a frame is one JSON object; this one is no JSON", null);
    }
    if (root == null || !root.isObject()) {
      return new ClientMessage.Malformed(ErrorCode.BAD_JSON, "a frame is one JSON object", null);
    }
    Long ref = refOf(root);
    try {
      return read(root, ref);
    } catch (Refusal refusal) {
      return new ClientMessage.Malformed(refusal.code, refusal.text, ref);
    }
  }

  private ClientMessage read(JsonNode root, @Nullable Long ref) throws Refusal {
    JsonNode type = root.path("type");
    return switch (type.isTextual() ? type.textValue() : "") {
      case "presence:activity" -> new ClientMessage.Activity(active(root), ref);
      case "presence:setAway" -> new ClientMessage.ByHand(true, ref);
      case "presence:setActive" -> new ClientMessage.ByHand(false, ref);
      case "presence:get" -> new ClientMessage.Get(required(ref), ids(root));
      case "presence:watch" ->
          new ClientMessage.Watch(required(ref), root.path("userIds").isNull() ? null : ids(root));
      case "presence:ping" -> new ClientMessage.Ping(required(ref));
      case "presence:leave" -> new ClientMessage.Leave(ref);
      default ->
          throw new Refusal(
              ErrorCode.BAD_TYPE,
              "type must be one of presence:activity, setAway, setActive, get, watch, ping, leave");
    };
  }

  private static @Nullable Long refOf(JsonNode root) {
    JsonNode ref = root.path("ref");
    boolean fits =
        ref.isIntegralNumber()
            && ref.canConvertToLong()
            && Math.abs(ref.longValue()) <= LARGEST_REF
            && ref.longValue() != Long.MIN_VALUE;
    return fits ? ref.longValue() : null;
  }

  private static Long required(@Nullable Long ref) throws Refusal {
    if (ref == null) {
      throw new Refusal(ErrorCode.BAD_FIELD, "ref must be an integer of at most 53 bits");
    }
    return ref;
  }

  private static boolean active(JsonNode root) throws Refusal {
    JsonNode active = root.path("active");
    if (!active.isBoolean()) {
      throw new Refusal(ErrorCode.BAD_FIELD, "active must be true or false");
    }
    return active.booleanValue();
  }

  private Set<String> ids(JsonNode root) throws Refusal {
    JsonNode list = root.path("userIds");
    if (!list.isArray()) {
      throw new Refusal(ErrorCode.BAD_FIELD, "userIds must be an array of ids");
    }
    if (list.size() > maxIds) {
      throw new Refusal(
          ErrorCode.TOO_LARGE, "userIds has " + list.size() + " ids; at most " + maxIds + " fit");
    }
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode id : list) {
      if (!id.isTextual() || !PresenceIds.isValid(id.textValue())) {
        throw new Refusal(
            ErrorCode.BAD_FIELD,
            "each of userIds must be 1 to 128 UTF-16 units, not blank, without control characters"
                + " and unpaired surrogates");
      }
      ids.add(id.textValue());
    }
    return ids;
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
