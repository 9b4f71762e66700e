package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.presence.model.Presence;
import dev.presence.model.PresenceCounts;
import dev.presence.model.PresenceUpdate;
import dev.presence.transport.PresenceEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes frames to clients. Without state; for use by any thread. */
public final class WireCodec {

  private static final JsonFactory JSON = new JsonFactory();

  private WireCodec() {}

  /** The message as one frame. */
  public static String encode(ServerMessage message) {
    return object(
        json -> {
          if (message instanceof ServerMessage.Pong pong) {
            type(json, "pong");
            json.writeNumberField("ref", pong.ref());
          } else if (message instanceof ServerMessage.Error error) {
            error(json, error);
          }
        });
  }

  private static void error(JsonGenerator json, ServerMessage.Error error) throws IOException {
    type(json, "error");
    json.writeStringField("code", error.code().wireName());
    json.writeStringField("message", error.message());
    ref(json, error.ref());
  }

  /**
   * The event as one frame, for any number of clients; not for snapshots, see {@link #snapshot}.
   *
   * @param extras what the clients requested in addition
   */
  public static String encode(PresenceEvent event, Extras extras) {
    return object(json -> event(json, event, extras));
  }

  private static void event(JsonGenerator json, PresenceEvent event, Extras extras)
      throws IOException {
    if (event instanceof PresenceEvent.Update update) {
      type(json, "update");
      json.writeNumberField("version", update.update().version());
      Columns.of(presences(update.update())).write(json, extras);
    } else if (event instanceof PresenceEvent.Result result) {
      type(json, "result");
      json.writeNumberField("ref", result.ref());
      Columns.of(result.users()).write(json, extras);
    } else if (event instanceof PresenceEvent.Page page) {
      type(json, "page");
      json.writeNumberField("ref", page.ref());
      Columns.of(page.users()).write(json, extras);
      if (page.next() != null) {
        json.writeStringField("next", page.next());
      }
    } else if (event instanceof PresenceEvent.Counts counts) {
      type(json, "counts");
      counts(json, counts.counts());
    } else if (event instanceof PresenceEvent.Stale stale) {
      type(json, "stale");
      json.writeBooleanField("stale", stale.stale());
    } else if (event instanceof PresenceEvent.Refused refused) {
      error(json, error(refused));
    } else {
      throw new IllegalArgumentException("no frame of its own: " + event);
    }
  }

  private static ServerMessage.Error error(PresenceEvent.Refused refused) {
    return switch (refused.reason()) {
      case UNAVAILABLE ->
          new ServerMessage.Error(
              ErrorCode.UNAVAILABLE,
              "it is unknown whether each requested user is online while the presence store is"
                  + " not available; ask again after presence:stale says false",
              refused.ref());
      case TOO_MANY_WATCHED ->
          new ServerMessage.Error(
              ErrorCode.TOO_LARGE,
              "too many watched users; remove some before you add others",
              refused.ref());
    };
  }

  private static Map<String, Presence> presences(PresenceUpdate update) {
    Map<String, Presence> presences = new LinkedHashMap<>();
    update.changes().forEach(change -> presences.put(change.userId(), change.presence()));
    return presences;
  }

  /**
   * What the snapshots of all viewers of a group have in common: the end of a frame, which begins
   * with {@link #snapshot}.
   */
  public static String snapshotBody(PresenceEvent.Snapshot snapshot, Extras extras) {
    return object(
        json -> {
          json.writeNumberField("version", snapshot.workspace().version());
          Columns.of(snapshot.workspace().members()).write(json, extras);
          json.writeObjectFieldStart("counts");
          counts(json, snapshot.counts());
          json.writeEndObject();
          flag(json, "stale", snapshot.workspace().stale());
          flag(json, "partial", snapshot.partial());
          ref(json, snapshot.ref());
        });
  }

  /**
   * A snapshot for one viewer. It is listed as offline when it is not online.
   *
   * @param body from {@link #snapshotBody}
   */
  public static String snapshot(PresenceEvent.Snapshot snapshot, String userId, String body) {
    boolean online = snapshot.workspace().members().containsKey(userId);
    String head =
        object(
            json -> {
              type(json, "snapshot");
              json.writeStringField("workspaceId", snapshot.workspace().workspaceId());
              json.writeStringField("userId", userId);
              if (!online) {
                Columns.of(Map.of(userId, Presence.OFFLINE)).write(json, Extras.NONE);
              }
            });
    return head.substring(0, head.length() - 1) + "," + body.substring(1);
  }

  private static void counts(JsonGenerator json, PresenceCounts counts) throws IOException {
    json.writeNumberField("online", counts.online());
    json.writeNumberField("away", counts.away());
  }

  private static void type(JsonGenerator json, String type) throws IOException {
    json.writeStringField("type", "presence:" + type);
  }

  private static void flag(JsonGenerator json, String name, boolean value) throws IOException {
    if (value) {
      json.writeBooleanField(name, true);
    }
  }

  private static void ref(JsonGenerator json, @Nullable Long ref) throws IOException {
    if (ref != null) {
      json.writeNumberField("ref", ref);
    }
  }

  private interface Content {
    void to(JsonGenerator json) throws IOException;
  }

  private static String object(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      content.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }
}
