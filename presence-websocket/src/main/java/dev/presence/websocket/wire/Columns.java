package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.presence.model.Note;
import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Users by status: the presence columns of a frame. */
record Columns(Map<PresenceStatus, Map<String, Presence>> byStatus) {

  static Columns of(Map<String, Presence> users) {
    Map<PresenceStatus, Map<String, Presence>> byStatus = new EnumMap<>(PresenceStatus.class);
    users.forEach(
        (user, presence) ->
            byStatus
                .computeIfAbsent(presence.status(), status -> new LinkedHashMap<>())
                .put(user, presence));
    return new Columns(byStatus);
  }

  void write(JsonGenerator json, Extras extras) throws IOException {
    for (Map.Entry<PresenceStatus, Map<String, Presence>> column : byStatus.entrySet()) {
      json.writeArrayFieldStart(column.getKey().wireName());
      for (String userId : column.getValue().keySet()) {
        json.writeString(userId);
      }
      json.writeEndArray();
    }
    ids(json, "dnd", Presence::isDoNotDisturb);
    ids(json, "invisible", Presence::isInvisible);
    notes(json);
    lastSeen(json);
    if (extras.data()) {
      data(json);
    }
    if (extras.since()) {
      since(json);
    }
  }

  private void data(JsonGenerator json) throws IOException {
    List<Map.Entry<String, Presence>> users =
        where(presence -> presence.data().stream().anyMatch(JsonText::isObject));
    if (users.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("data");
    for (Map.Entry<String, Presence> user : users) {
      json.writeArrayFieldStart(user.getKey());
      for (String object : user.getValue().data()) {
        if (JsonText.isObject(object)) {
          json.writeRawValue(object);
        }
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private List<Map.Entry<String, Presence>> where(Predicate<Presence> condition) {
    return byStatus.values().stream()
        .flatMap(users -> users.entrySet().stream())
        .filter(user -> condition.test(user.getValue()))
        .toList();
  }

  private void ids(JsonGenerator json, String name, Predicate<Presence> condition)
      throws IOException {
    List<Map.Entry<String, Presence>> users = where(condition);
    if (users.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (Map.Entry<String, Presence> user : users) {
      json.writeString(user.getKey());
    }
    json.writeEndArray();
  }

  private void notes(JsonGenerator json) throws IOException {
    List<Map.Entry<String, Presence>> users = where(presence -> presence.note() != null);
    if (users.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("notes");
    for (Map.Entry<String, Presence> user : users) {
      json.writeObjectFieldStart(user.getKey());
      Note note = Objects.requireNonNull(user.getValue().note());
      text(json, "text", note.text());
      text(json, "emoji", note.emoji());
      if (note.until() != null) {
        json.writeNumberField("until", note.until().getEpochSecond());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void lastSeen(JsonGenerator json) throws IOException {
    List<Map.Entry<String, Presence>> users = where(presence -> presence.lastSeen() != null);
    if (users.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("lastSeen");
    for (Map.Entry<String, Presence> user : users) {
      Instant seen = Objects.requireNonNull(user.getValue().lastSeen());
      json.writeNumberField(user.getKey(), seen.getEpochSecond());
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  /** In epoch seconds, parallel to the columns of those who are online. */
  private void since(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("since");
    for (Map.Entry<PresenceStatus, Map<String, Presence>> column : byStatus.entrySet()) {
      if (column.getKey().isOnline()) {
        json.writeArrayFieldStart(column.getKey().wireName());
        for (Presence presence : column.getValue().values()) {
          Instant began = Objects.requireNonNull(presence.since());
          json.writeNumber(began.getEpochSecond());
        }
        json.writeEndArray();
      }
    }
    json.writeEndObject();
  }
}
