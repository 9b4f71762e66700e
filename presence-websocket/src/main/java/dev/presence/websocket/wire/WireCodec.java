package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes {@link ServerMessage}s. Without state; for use by any thread. */
public final class WireCodec {

  private static final JsonFactory JSON = new JsonFactory();

  private WireCodec() {}

  /** The message as one frame. */
  public static String encode(ServerMessage message) {
    String fields =
        write(
            json -> {
              json.writeStartObject();
              fields(json, message);
              json.writeEndObject();
            });
    return message instanceof ServerMessage.Snapshot snapshot
        ? withMembers(fields, snapshot.members())
        : fields;
  }

  /** A snapshot may be long, and each socket gets its own: its members are copied once. */
  private static String withMembers(String fields, String members) {
    return fields.substring(0, fields.length() - 1) + ",\"members\":" + members + "}";
  }

  /** An array of members, for any number of snapshots. */
  public static String members(Map<String, Presence> members) {
    return write(json -> array(json, members));
  }

  private static void fields(JsonGenerator json, ServerMessage message) throws IOException {
    if (message instanceof ServerMessage.Update update) {
      json.writeStringField("type", "presence:update");
      json.writeNumberField("version", update.version());
      json.writeArrayFieldStart("changes");
      for (PresenceChange change : update.changes()) {
        member(json, change.userId(), change.presence());
      }
      json.writeEndArray();
    } else if (message instanceof ServerMessage.Snapshot snapshot) {
      snapshot(json, snapshot);
    } else if (message instanceof ServerMessage.Result result) {
      json.writeStringField("type", "presence:result");
      json.writeNumberField("ref", result.ref());
      json.writeFieldName("members");
      array(json, result.members());
    } else if (message instanceof ServerMessage.Stale stale) {
      json.writeStringField("type", "presence:stale");
      json.writeBooleanField("stale", stale.stale());
    } else if (message instanceof ServerMessage.Pong pong) {
      json.writeStringField("type", "presence:pong");
      json.writeNumberField("ref", pong.ref());
    } else if (message instanceof ServerMessage.Error error) {
      json.writeStringField("type", "presence:error");
      json.writeStringField("code", error.code().wireName());
      json.writeStringField("message", error.message());
      ref(json, error.ref());
    }
  }

  private static void snapshot(JsonGenerator json, ServerMessage.Snapshot snapshot)
      throws IOException {
    json.writeStringField("type", "presence:snapshot");
    json.writeStringField("workspaceId", snapshot.workspaceId());
    json.writeStringField("userId", snapshot.userId());
    json.writeStringField("epoch", snapshot.epoch());
    json.writeNumberField("version", snapshot.version());
    if (snapshot.stale()) {
      json.writeBooleanField("stale", true);
    }
    ref(json, snapshot.ref());
  }

  private static void ref(JsonGenerator json, @Nullable Long ref) throws IOException {
    if (ref != null) {
      json.writeNumberField("ref", ref);
    }
  }

  private static void array(JsonGenerator json, Map<String, Presence> members) throws IOException {
    json.writeStartArray();
    for (Map.Entry<String, Presence> member : members.entrySet()) {
      member(json, member.getKey(), member.getValue());
    }
    json.writeEndArray();
  }

  private static void member(JsonGenerator json, String userId, Presence presence)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", userId);
    json.writeStringField("status", presence.status().wireName());
    Instant since = presence.since();
    if (since != null) {
      json.writeNumberField("since", since.toEpochMilli());
    }
    json.writeEndObject();
  }

  private interface Content {
    void to(JsonGenerator json) throws IOException;
  }

  private static String write(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      content.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }
}
