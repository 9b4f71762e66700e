package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

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

  void write(JsonGenerator json, boolean since) throws IOException {
    for (Map.Entry<PresenceStatus, Map<String, Presence>> column : byStatus.entrySet()) {
      json.writeArrayFieldStart(column.getKey().wireName());
      for (String userId : column.getValue().keySet()) {
        json.writeString(userId);
      }
      json.writeEndArray();
    }
    if (since) {
      since(json);
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
