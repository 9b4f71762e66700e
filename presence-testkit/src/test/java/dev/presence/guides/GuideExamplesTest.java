package dev.presence.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.ConnectOptions;
import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.PresenceView;
import dev.presence.Subscription;
import dev.presence.Workspace;
import dev.presence.model.PresenceHealth;
import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceStatus;
import dev.presence.model.StoreUnavailableException;
import dev.presence.testkit.ManualRuntime;
import dev.presence.testkit.RecordingListener;
import dev.presence.transport.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The examples of docs/guides that need one tracker; the pages show these lines. */
class GuideExamplesTest {

  private final ManualRuntime runtime = new ManualRuntime();
  private final PresenceTracker tracker = PresenceTracker.builder().runtime(runtime).build();

  @Test
  void setOfflineComesAfterSetAway() {
    Workspace acme = tracker.workspace("acme");
    PresenceConnection tab = acme.connect("bob");
    setManually(acme);
    runtime.advance(Duration.ofSeconds(1));
    assertThat(tab.ended()).isCompletedWithValue(PresenceConnection.End.SET_OFFLINE);
    acme.connect("bob");
    assertThat(resultOf(acme.getStatus("bob"))).isEqualTo(PresenceStatus.ACTIVE);
  }

  private static void setManually(Workspace acme) {
    acme.setAway("bob"); // away on all devices, until setActive
    acme.setActive("bob"); // the connections of Bob decide again
    acme.setOffline("bob"); // ends all connections of Bob, on all nodes
  }

  @Test
  void pushIsForUsersWhoAreNotActive() {
    Workspace acme = tracker.workspace("acme");
    acme.connect("ada");
    assertThat(resultOf(shouldPush(acme, "ada"))).isFalse();
    assertThat(resultOf(shouldPush(acme, "bob"))).isTrue();
    assertThat(resultOf(toNotify(acme, List.of("ada", "bob")))).containsExactly("bob");
    assertThat(resultOf(onlineCount(acme))).isEqualTo(1);
  }

  CompletableFuture<Boolean> shouldPush(Workspace workspace, String userId) {
    return workspace
        .getStatus(userId)
        .thenApply(status -> status != PresenceStatus.ACTIVE)
        .exceptionally(failure -> true); // unknown: one push too many is better than none
  }

  CompletableFuture<List<String>> toNotify(Workspace workspace, List<String> userIds) {
    return workspace
        .getPresence(userIds)
        .thenApply(found -> userIds.stream().filter(user -> !found.get(user).isOnline()).toList());
  }

  CompletableFuture<Integer> onlineCount(Workspace workspace) {
    return workspace.snapshot().thenApply(everyone -> everyone.members().size());
  }

  boolean isHere(PresenceView view, String userId) {
    try {
      return view.status(userId).isOnline();
    } catch (StoreUnavailableException unknown) {
      return false; // decide what unknown means for your question
    }
  }

  Subscription remind(PresenceTracker tracker, Consumer<String> sendMail) {
    return tracker.onOffline(Duration.ofMinutes(5), event -> sendMail.accept(event.userId()));
  }

  @Test
  void typingEndsByItself() {
    Workspace acme = tracker.workspace("acme");
    PresenceConnection tab = acme.connect("ada");
    PresenceView view = acme.open();
    runtime.advance(Duration.ofSeconds(1));
    Instant end = Instant.ofEpochMilli(runtime.wallMillis()).plusSeconds(5);
    tab.setData("{\"typing\":true}", end); // ends by itself
    runtime.advance(Duration.ofSeconds(1));
    assertThat(view.presence("ada").data()).hasSize(1);
    runtime.advance(Duration.ofSeconds(5));
    assertThat(view.presence("ada").data()).isEmpty();
  }

  @Test
  void mailIsSentAfterFiveMinutesOffline() {
    List<String> mails = new ArrayList<>();
    remind(tracker, mails::add);
    tracker.workspace("acme").subscribe(new RecordingListener());
    PresenceConnection tab = tracker.workspace("acme").connect("ada");
    runtime.advance(Duration.ofSeconds(1));
    tab.leave();
    runtime.advance(Duration.ofMinutes(6));
    assertThat(mails).containsExactly("ada");
  }

  @Test
  void viewIsAskedWithoutWaiting() {
    PresenceView view = tracker.workspace("acme").open();
    assertThat(isHere(view, "ada")).as("not read yet").isFalse();
    tracker.workspace("acme").connect("ada");
    runtime.advance(Duration.ofSeconds(1));
    assertThat(isHere(view, "ada")).isTrue();
    assertThat(isHere(view, "bob")).isFalse();
    view.close();
  }

  @Test
  void lostSocketIsOfflineAfterTheGrace() {
    Workspace acme = tracker.workspace("acme");
    PresenceConnection tab = acme.connect("ada");
    RecordingListener bob = new RecordingListener();
    acme.subscribe(bob);
    runtime.advance(Duration.ofSeconds(1));

    tab.disconnected();
    runtime.advance(Duration.ofSeconds(4));
    assertThat(bob.statusOf("ada")).isEqualTo(PresenceStatus.ACTIVE);

    runtime.advance(Duration.ofSeconds(1));
    assertThat(bob.statusOf("ada")).isEqualTo(PresenceStatus.OFFLINE);
  }

  @Test
  void clientThatPollsIsRefreshed() {
    Workspace acme = tracker.workspace("acme");
    String id = open(acme, "ada");
    runtime.advance(Duration.ofSeconds(20));
    assertThat(poll(id)).isTrue();
    runtime.advance(Duration.ofSeconds(31));
    assertThat(poll(id)).isFalse();
  }

  String open(Workspace workspace, String userId) {
    ConnectOptions options = ConnectOptions.refreshedWithin(Duration.ofSeconds(30));
    return workspace.connect(userId, options).id(); // the client keeps this id
  }

  boolean poll(String connectionId) {
    Optional<PresenceConnection> connection = tracker.connection(connectionId);
    return connection.map(PresenceConnection::heartbeat).orElse(false); // false: open again
  }

  @Test
  void transportReceivesTheSnapshotAndThenChanges() {
    Workspace acme = tracker.workspace("acme");
    acme.connect("ada");
    List<String> lines = new ArrayList<>();
    Subscription subscription = acme.subscribe(new LineListener(lines::add));
    runtime.advance(Duration.ofSeconds(1));
    PresenceConnection bob = acme.connect("bob");
    runtime.advance(Duration.ofSeconds(1));
    bob.leave();
    runtime.advance(Duration.ofSeconds(1));
    subscription.close();
    assertThat(lines).containsExactly("ada active", "bob active", "bob offline");
  }

  @Test
  void transportReceivesTheEventsOfEachViewer() {
    LineTransport transport = new LineTransport();
    List<String> lines = new ArrayList<>();
    tracker.workspace("acme").connect("ada");
    Viewer viewer = transport.add(tracker.workspace("acme"), "ada", lines::add);
    runtime.advance(Duration.ofSeconds(1));
    tracker.workspace("acme").setAway("ada");
    tracker.workspace("other").connect("bob");
    runtime.advance(Duration.ofSeconds(1));
    viewer.close();
    tracker.workspace("acme").connect("cleo");
    runtime.advance(Duration.ofSeconds(1));
    assertThat(lines).containsExactly("ada active\n", "ada away\n");
  }

  @Test
  void healthAndMetricsAreRead() {
    PresenceMetrics metrics = new PresenceMetrics();
    PresenceTracker observed = PresenceTracker.builder().runtime(runtime).observer(metrics).build();
    observed.workspace("acme").connect("ada");
    tracker.workspace("acme").connect("ada");
    runtime.advance(Duration.ofSeconds(1));
    PresenceHealth health = tracker.health();
    boolean connected = health.isConnected(); // all shards of the store answer
    boolean stale = health.isStale(); // some users may be shown as unknown at this node
    int staleWorkspaces = health.staleWorkspaces();
    assertThat(connected).isTrue();
    assertThat(stale).isFalse();
    assertThat(staleWorkspaces).isZero();
    assertThat(metrics.storeCalls.sum()).isPositive();
    assertThat(metrics.storeFailures.sum()).isZero();
  }

  @Test
  void optionsAreChangedWithTheBuilder() {
    PresenceOptions options =
        PresenceOptions.builder()
            .presenceTtl(Duration.ofSeconds(20)) // the lease
            .heartbeatInterval(Duration.ofSeconds(8))
            .build();
    assertThat(options.grace()).isEqualTo(Duration.ofSeconds(5));
  }

  private <T> T resultOf(CompletableFuture<T> future) {
    runtime.advance(Duration.ofSeconds(1));
    assertThat(future).isCompleted();
    return future.join();
  }
}
