package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.Activity;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** M7: connections of transports without a socket, which must be refreshed. */
class TrackerHeartbeatTest {

  private static final ConnectOptions WITHIN_20_S =
      ConnectOptions.refreshedWithin(Duration.ofSeconds(20));

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode here = cluster.start("here");
  private final RecordingListener listener = cluster.start("there").listen();

  @Test
  void aConnectionWithoutAHeartbeatEndsAsIfItsSocketWereLost() {
    PresenceConnection phone = connect(WITHIN_20_S);
    cluster.passMillis(19_999);
    assertThat(phone.isOpen()).isTrue();
    cluster.passMillis(1);
    assertThat(phone.isOpen()).isFalse();
    cluster.passMillis(4_999);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passMillis(1);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
    assertThat(phone.ended()).isCompletedWithValue(PresenceConnection.End.DISCONNECTED);
  }

  @Test
  void aHeartbeatInTimeKeepsTheConnectionForAsLongOnceMore() {
    PresenceConnection phone = connect(WITHIN_20_S);
    for (int i = 0; i < 10; i++) {
      cluster.passSeconds(19);
      assertThat(phone.heartbeat()).isTrue();
    }
    cluster.passMillis(19_999);
    assertThat(phone.isOpen()).isTrue();
    cluster.passMillis(1);
    assertThat(phone.isOpen()).isFalse();
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aHeartbeatChangesNoStatus() {
    PresenceConnection phone = connect(WITHIN_20_S.withActivity(Activity.AWAY));
    phone.heartbeat();
    cluster.passSeconds(10);
    phone.heartbeat();
    cluster.passSeconds(10);
    assertThat(listener.historyOf("ada")).containsExactly(AWAY);
  }

  @Test
  void aHeartbeatNeverRevives() {
    PresenceConnection phone = connect(WITHIN_20_S);
    cluster.passSeconds(21);
    assertThat(phone.heartbeat()).isFalse();
    cluster.passSeconds(4);
    assertThat(phone.heartbeat()).isFalse();
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE);
    cluster.passSeconds(60);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void aConnectionThatEndsByACallNeedsNoHeartbeat() {
    PresenceConnection tab = connect(ConnectOptions.of(Activity.ACTIVE));
    cluster.passSeconds(3_600);
    assertThat(tab.heartbeat()).isTrue();
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aNodeThatSleptGivesTheClientTheWholeTimeOnceMore() {
    PresenceConnection phone = connect(WITHIN_20_S);
    here.process.pause();
    cluster.passSeconds(22);
    here.process.resume();
    cluster.passSeconds(19);
    assertThat(phone.isOpen()).isTrue();
    cluster.passSeconds(1);
    assertThat(phone.isOpen()).isFalse();
  }

  @Test
  void aTimeThatIsNoneIsRefused() {
    assertThatThrownBy(() -> ConnectOptions.refreshedWithin(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  private PresenceConnection connect(ConnectOptions options) {
    PresenceConnection connection = here.acme().connect("ada", options);
    cluster.settle();
    return connection;
  }
}
