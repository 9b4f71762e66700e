package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.presence.model.PresenceIds;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that the protocol knows; null or empty where a value is not of its kind. */
final class FrameFields {

  /** The largest integer that a browser's number holds exactly. */
  private static final long LARGEST_REF = (1L << 53) - 1;

  /** A ref has at most so many characters. */
  private static final int LONGEST_REF = String.valueOf(-LARGEST_REF).length();

  private static final Set<String> KNOWN =
      Set.of(
          "type", "active", "ref", "userIds", "add", "remove", "after", "limit", "status", "text",
          "emoji", "until", "data");

  private final Set<String> seen = new LinkedHashSet<>();
  String type = "";
  @Nullable Boolean active;
  @Nullable Long ref;
  final IdsField userIds = new IdsField("userIds");
  final IdsField add = new IdsField("add");
  final IdsField remove = new IdsField("remove");
  @Nullable String after;
  boolean hasBadAfter;
  final DataField data = new DataField();
  final TextField status = new TextField();
  final TextField text = new TextField();
  final TextField emoji = new TextField();
  @Nullable Long until;
  boolean hasBadUntil;
  @Nullable Long limit;
  boolean hasBadLimit;

  void readFrom(JsonParser json) throws IOException, Refusal {
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

  void readValue(String name, JsonParser json) throws IOException {
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

  void readAfter(JsonParser json) throws IOException {
    after = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : null;
    String given = after;
    hasBadAfter =
        given == null ? !json.hasToken(JsonToken.VALUE_NULL) : !PresenceIds.isValid(given);
  }

  private static @Nullable Long refOf(JsonParser json) throws IOException {
    if (!json.hasToken(JsonToken.VALUE_NUMBER_INT) || json.getTextLength() > LONGEST_REF) {
      return null;
    }
    long ref = json.getLongValue();
    return Math.abs(ref) <= LARGEST_REF ? ref : null;
  }
}
