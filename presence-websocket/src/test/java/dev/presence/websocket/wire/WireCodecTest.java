package dev.presence.websocket.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceCounts;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.PresenceEvent.Reason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireCodecTest {

  private static final Presence AWAY =
      Presence.of(PresenceStatus.AWAY, Instant.ofEpochMilli(1_234_567_890_123L));

  private static final Presence ACTIVE =
      Presence.of(PresenceStatus.ACTIVE, Instant.ofEpochMilli(5_999));

  private static void assertFrame(String encoded, String frame) {
    assertThat(encoded).isEqualTo(frame.replace('\'', '"'));
  }

  private static void assertEncoded(PresenceEvent event, String frame) {
    assertFrame(WireCodec.encode(event, Extras.NONE), frame);
  }

  @Test
  void updatesHaveAColumnPerStatus() {
    PresenceEvent update =
        new PresenceEvent.Update(
            PresenceUpdate.of(
                "acme",
                "e",
                7,
                false,
                List.of(
                    PresenceChange.of("ada", AWAY, ACTIVE),
                    PresenceChange.of("bob", ACTIVE, Presence.OFFLINE),
                    PresenceChange.of("cleo", Presence.OFFLINE, AWAY))));
    assertEncoded(
        update,
        "{'type':'presence:update','version':7,'active':['bob'],'away':['ada'],"
            + "'offline':['cleo']}");
    assertFrame(
        WireCodec.encode(update, Extras.SINCE),
        "{'type':'presence:update','version':7,'active':['bob'],'away':['ada'],"
            + "'offline':['cleo'],'since':{'active':[5],'away':[1234567890]}}");
  }

  @Test
  void answersRepeatTheRef() {
    Map<String, Presence> users = new LinkedHashMap<>();
    users.put("ada", AWAY);
    users.put("bob", Presence.OFFLINE);
    assertEncoded(
        new PresenceEvent.Result(-1, users),
        "{'type':'presence:result','ref':-1,'away':['ada'],'offline':['bob']}");
    assertEncoded(
        new PresenceEvent.Page(2, Map.of("ada", AWAY), "ada"),
        "{'type':'presence:page','ref':2,'away':['ada'],'next':'ada'}");
    assertEncoded(new PresenceEvent.Page(2, Map.of(), null), "{'type':'presence:page','ref':2}");
    assertThat(WireCodec.encode(new PresenceEvent.Refused(5, Reason.UNAVAILABLE), Extras.NONE))
        .contains("\"unavailable\"", "\"ref\":5");
    assertThat(WireCodec.encode(new PresenceEvent.Refused(5, Reason.TOO_MANY_WATCHED), Extras.NONE))
        .contains("\"too_large\"");
  }

  @Test
  void otherFramesAreWritten() {
    assertEncoded(new PresenceEvent.Stale(true), "{'type':'presence:stale','stale':true}");
    assertEncoded(
        new PresenceEvent.Counts(PresenceCounts.of(3, 1)),
        "{'type':'presence:counts','online':3,'away':1}");
    assertFrame(WireCodec.encode(new ServerMessage.Pong(3)), "{'type':'presence:pong','ref':3}");
    assertFrame(
        WireCodec.encode(new ServerMessage.Error(ErrorCode.BAD_JSON, "no", null)),
        "{'type':'presence:error','code':'bad_json','message':'no'}");
  }

  private static String snapshot(String userId, boolean stale, boolean partial, Long ref) {
    PresenceEvent.Snapshot snapshot =
        new PresenceEvent.Snapshot(
            WorkspacePresence.of("acme", "e", 7, stale, Map.of("ada", AWAY)),
            PresenceCounts.of(1, 1),
            partial,
            ref);
    return WireCodec.snapshot(snapshot, userId, WireCodec.snapshotBody(snapshot, Extras.NONE));
  }

  @Test
  void snapshotsNameTheViewer() {
    assertFrame(
        snapshot("ada", false, false, null),
        "{'type':'presence:snapshot','workspaceId':'acme','userId':'ada','version':7,"
            + "'away':['ada'],'counts':{'online':1,'away':1}}");
    assertFrame(
        snapshot("ada", true, true, 5L),
        "{'type':'presence:snapshot','workspaceId':'acme','userId':'ada','version':7,"
            + "'away':['ada'],'counts':{'online':1,'away':1},'stale':true,'partial':true,'ref':5}");
  }

  @Test
  void viewerWhoIsOfflineIsListedToo() {
    assertThat(snapshot("bob", false, false, null))
        .contains("\"userId\":\"bob\",\"offline\":[\"bob\"],");
  }

  @Test
  void dataThatIsNoJsonObjectIsLeftOut() {
    Presence ada = ACTIVE.withData(List.of("{\"ok\":1}", "{broken}", "{}{}", "[1]"));
    Presence bob = ACTIVE.withData(List.of("{broken}"));
    Map<String, Presence> users = new LinkedHashMap<>();
    users.put("ada", ada);
    users.put("bob", bob);
    assertFrame(
        WireCodec.encode(new PresenceEvent.Result(1, users), Extras.DATA),
        "{'type':'presence:result','ref':1,'active':['ada','bob']," + "'data':{'ada':[{'ok':1}]}}");
  }

  @Test
  void idsAreEscaped() {
    assertThat(
            WireCodec.encode(
                new PresenceEvent.Result(1, Map.of("a\"\\</script>ä", AWAY)), Extras.NONE))
        .contains("[\"a\\\"\\\\</script>ä\"]");
  }
}
