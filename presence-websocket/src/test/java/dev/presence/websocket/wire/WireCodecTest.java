package dev.presence.websocket.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireCodecTest {

  private static final Presence AWAY =
      Presence.of(PresenceStatus.AWAY, Instant.ofEpochMilli(1_234_567_890_123L));

  private static void assertEncoded(ServerMessage message, String frame) {
    assertThat(WireCodec.encode(message)).isEqualTo(frame.replace('\'', '"'));
  }

  @Test
  void everyFrameIsWritten() {
    Map<String, Presence> members = new LinkedHashMap<>();
    members.put("ada", AWAY);
    members.put("bob", Presence.OFFLINE);
    assertEncoded(
        new ServerMessage.Update(7, List.of(PresenceChange.of("ada", AWAY, PresenceStatus.ACTIVE))),
        "{'type':'presence:update','version':7,'changes':"
            + "[{'userId':'ada','status':'away','since':1234567890123}]}");
    assertEncoded(
        new ServerMessage.Result(-1, members),
        "{'type':'presence:result','ref':-1,'members':"
            + "[{'userId':'ada','status':'away','since':1234567890123},"
            + "{'userId':'bob','status':'offline'}]}");
    assertEncoded(new ServerMessage.Stale(true), "{'type':'presence:stale','stale':true}");
    assertEncoded(new ServerMessage.Pong(3), "{'type':'presence:pong','ref':3}");
    assertEncoded(
        new ServerMessage.Error(ErrorCode.TOO_LARGE, "no", 3L),
        "{'type':'presence:error','code':'too_large','message':'no','ref':3}");
    assertEncoded(
        new ServerMessage.Error(ErrorCode.BAD_JSON, "no", null),
        "{'type':'presence:error','code':'bad_json','message':'no'}");
  }

  @Test
  void snapshotsShareTheirMembers() {
    String members = WireCodec.members(Map.of("ada", AWAY));
    assertEncoded(
        new ServerMessage.Snapshot("acme", "bob", "e", 7, false, members, null),
        "{'type':'presence:snapshot','workspaceId':'acme','userId':'bob','epoch':'e','version':7,"
            + "'members':[{'userId':'ada','status':'away','since':1234567890123}]}");
    assertThat(
            WireCodec.encode(new ServerMessage.Snapshot("acme", "bob", "e", 7, false, members, 5L)))
        .contains("\"ref\":5");
    assertThat(
            WireCodec.encode(new ServerMessage.Snapshot("acme", "bob", "e", 7, true, members, 5L)))
        .contains("\"stale\":true");
  }

  @Test
  void idsAreEscaped() {
    assertThat(WireCodec.members(Map.of("a\"\\</script>ä", AWAY)))
        .startsWith("[{\"userId\":\"a\\\"\\\\</script>ä\"");
  }
}
