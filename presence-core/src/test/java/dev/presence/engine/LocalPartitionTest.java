package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Activity;
import org.junit.jupiter.api.Test;

class LocalPartitionTest {

  private final LocalPartition partition = new LocalPartition();

  @Test
  void aUserWithoutConnectionsHasNoEntry() {
    assertThat(partition.refresh("ada", 0, 100)).isFalse();
    assertThat(partition.entry("ada")).isNull();
    assertThat(partition.isEmpty()).isTrue();
  }

  @Test
  void theFirstConnectionMakesAnEntryFromNowOn() {
    open("ada", Activity.AWAY, 100);
    assertThat(partition.refresh("ada", 0, 105)).isTrue();
    assertThat(partition.entry("ada")).isEqualTo(new Entry(Activity.AWAY, 105, 100));
  }

  @Test
  void aSecondTabOfTheSameActivityChangesNothingThatOthersNeed() {
    open("ada", Activity.ACTIVE, 100);
    partition.refresh("ada", 0, 100);
    open("ada", Activity.ACTIVE, 200);
    open("ada", Activity.AWAY, 210);
    assertThat(partition.refresh("ada", 0, 210)).isFalse();
    assertThat(partition.entry("ada")).isEqualTo(new Entry(Activity.ACTIVE, 100, 100));
  }

  @Test
  void theEntryIsActiveWhileAnyConnectionIs() {
    LocalConnection first = open("ada", Activity.ACTIVE, 100);
    LocalConnection second = open("ada", Activity.ACTIVE, 100);
    partition.refresh("ada", 0, 100);
    first.setActivity(Activity.AWAY);
    assertThat(partition.refresh("ada", 0, 200)).isFalse();
    second.setActivity(Activity.AWAY);
    assertThat(partition.refresh("ada", 0, 300)).isTrue();
    assertThat(partition.entry("ada")).isEqualTo(new Entry(Activity.AWAY, 300, 100));
    first.setActivity(Activity.ACTIVE);
    partition.refresh("ada", 0, 400);
    assertThat(partition.entry("ada")).isEqualTo(new Entry(Activity.ACTIVE, 400, 100));
  }

  @Test
  void theLastConnectionTakesTheEntryWithIt() {
    LocalConnection first = open("ada", Activity.ACTIVE, 100);
    LocalConnection second = open("ada", Activity.ACTIVE, 100);
    partition.refresh("ada", 0, 100);
    assertThat(partition.remove(first)).isTrue();
    assertThat(partition.refresh("ada", 0, 200)).isFalse();
    assertThat(partition.remove(second)).isTrue();
    assertThat(partition.refresh("ada", 0, 200)).isTrue();
    assertThat(partition.entries()).isEmpty();
    assertThat(partition.isEmpty()).isTrue();
  }

  @Test
  void aConnectionIsTakenOutOnce() {
    LocalConnection tab = open("ada", Activity.ACTIVE, 100);
    assertThat(partition.remove(tab)).isTrue();
    assertThat(partition.remove(tab)).isFalse();
  }

  @Test
  void usersDoNotMeet() {
    open("ada", Activity.ACTIVE, 100);
    open("bob", Activity.AWAY, 100);
    partition.refresh("ada", 0, 100);
    partition.refresh("bob", 0, 100);
    assertThat(partition.removeOpenedUpTo("ada", 1_000)).hasSize(1);
    assertThat(partition.refresh("bob", 0, 200)).isFalse();
    assertThat(partition.entry("bob")).isNotNull();
  }

  @Test
  void onlyConnectionsOpenedUpToTheMomentAreTakenOut() {
    LocalConnection before = open("ada", Activity.ACTIVE, 99);
    LocalConnection at = open("ada", Activity.ACTIVE, 100);
    LocalConnection after = open("ada", Activity.ACTIVE, 101);
    assertThat(partition.removeOpenedUpTo("ada", 100)).containsExactlyInAnyOrder(before, at);
    assertThat(partition.removeOpenedUpTo("ada", 100)).isEmpty();
    assertThat(partition.remove(after)).isTrue();
  }

  @Test
  void theTimeOfConnectionMovesOnOnlyWhenTheUserWasSetOfflineSince() {
    open("ada", Activity.ACTIVE, 100);
    partition.refresh("ada", 0, 100);
    open("ada", Activity.ACTIVE, 200);
    assertThat(partition.refresh("ada", 99, 250)).isFalse();
    assertThat(partition.refresh("ada", 100, 250)).isTrue();
    assertThat(partition.entry("ada")).isEqualTo(new Entry(Activity.ACTIVE, 100, 200));
  }

  private LocalConnection open(String userId, Activity activity, long storeTime) {
    LocalConnection connection = new LocalConnection("id", userId, activity, null, 0);
    connection.opened(storeTime);
    partition.add(connection);
    return connection;
  }
}
