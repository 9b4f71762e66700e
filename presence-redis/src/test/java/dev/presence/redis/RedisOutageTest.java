package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static dev.presence.redis.StoreProbe.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.StoreUnavailableException;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.PresenceStore;
import dev.presence.store.StorePage;
import dev.presence.store.StoreSubscription;
import dev.presence.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that dies and comes back, and a network that fails. */
class RedisOutageTest {

  private static final String W = "outage";

  private RedisServer server;
  private TcpProxy proxy;
  private StoreProbe node;

  @BeforeEach
  void start() {
    server = RedisServers.start();
    proxy = TcpProxy.to(server.port());
    node = connect();
    node.pingUntilItAnswers();
  }

  private StoreProbe connect() {
    return new StoreProbe(RedisPresenceStore.create("redis://127.0.0.1:" + proxy.port()));
  }

  @AfterEach
  void stop() {
    node.close();
    proxy.close();
    server.close();
  }

  @Test
  void aStoreIsMadeWithoutAServerAndWorksOnceItIsThere() {
    server.kill();
    try (StoreProbe early = connect()) {
      assertThat(failureOf(early.ping())).isInstanceOf(StoreUnavailableException.class);
      server.start();
      early.pingUntilItAnswers();
      assertThat(early.write(W).known()).isTrue();
    }
  }

  @Test
  void theFirstCallsWaitForTheFirstConnection() {
    for (int i = 0; i < 20; i++) {
      try (StoreProbe fresh = connect()) {
        assertThat(fresh.write(W).known()).isTrue();
        fresh.subscribe(W, new Heard());
      }
    }
  }

  @Test
  void withoutAConnectionEveryCallFailsAtOnce() {
    node.write(W);
    proxy.cut();
    await().until(() -> !node.answers());
    List<CompletionStage<?>> calls =
        List.of(
            node.ping(),
            node.store().replace(StoreProbe.whole(W, "n")),
            node.store().subscribe(W, new Heard()));
    Awaitility.await()
        .atMost(Duration.ofMillis(500))
        .until(() -> calls.stream().allMatch(it -> it.toCompletableFuture().isDone()));
    assertThat(calls)
        .allSatisfy(it -> assertThat(failureOf(it)).isInstanceOf(StoreUnavailableException.class));
  }

  @Test
  void callsThatAreUnderWayWhenTheConnectionBreaksFail() {
    node.write(W);
    proxy.stall();
    List<CompletableFuture<?>> calls =
        IntStream.range(0, 10)
            .<CompletableFuture<?>>mapToObj(
                i -> node.store().replace(StoreProbe.whole(W, "n")).toCompletableFuture())
            .toList();
    proxy.dropConnections();
    assertThat(calls)
        .allSatisfy(it -> assertThat(failureOf(it)).isInstanceOf(StoreUnavailableException.class));
  }

  @Test
  void aKilledServerThatComesBackIsUsedAgainWithinASecondAndTheFeedStandsAgain() {
    Heard heard = new Heard();
    node.subscribe(W, heard);
    server.kill();
    await().until(() -> !node.answers());
    server.start();
    Awaitility.await().atMost(Duration.ofSeconds(1)).until(node::answers);
    await().until(() -> heard.timesSubscribed() == 2);
    node.write(W);
    await().until(() -> heard.messages().size() == 1);
  }

  @Test
  void aSubscriptionThatCannotBeMadeIsNotKept() {
    proxy.cut();
    await().until(() -> !node.answers());
    Heard heard = new Heard();
    failureOf(node.store().subscribe(W, heard));
    proxy.mend();
    node.pingUntilItAnswers();
    Heard other = new Heard();
    node.subscribe(W, other);
    node.write(W);
    await().until(() -> other.messages().size() == 1);
    assertThat(heard.timesSubscribed()).isZero();
  }

  @Test
  void aHalfOpenConnectionIsGivenUpAfterThreeMissedDeadlines() {
    Heard heard = new Heard();
    node.subscribe(W, heard);
    proxy.halfOpen();
    node.pingUntilItAnswers();
    await().until(() -> heard.timesSubscribed() == 2);
    node.write(W);
    await().until(() -> heard.messages().size() == 1);
  }

  @Test
  void answerAfterMoreThanTwoSecondsStillCounts() {
    node.write(W);
    proxy.stall();
    CompletableFuture<?> late =
        node.store().replace(StoreProbe.whole(W, "n")).toCompletableFuture();
    int before = proxy.connections();
    Awaitility.await()
        .pollDelay(Duration.ofMillis(2_500))
        .atMost(Duration.ofSeconds(4))
        .until(() -> !late.isDone());
    proxy.mend();
    await().until(late::isDone);
    assertThat(late).isNotCompletedExceptionally();
    assertThat(proxy.connections()).isEqualTo(before);
  }

  @Test
  void callsOnAConnectionThatIsDroppedFail() {
    node.write(W);
    proxy.halfOpen();
    List<CompletableFuture<?>> calls =
        IntStream.range(0, 10)
            .<CompletableFuture<?>>mapToObj(
                i -> node.store().replace(StoreProbe.whole(W, "n")).toCompletableFuture())
            .toList();
    node.pingUntilItAnswers();
    assertThat(calls)
        .allSatisfy(it -> assertThat(failureOf(it)).isInstanceOf(StoreUnavailableException.class));
  }

  @Test
  void callsBeyondTheLimitFailAtOnceWhileTheServerIsSilent() {
    node.write(W);
    proxy.stall();
    List<CompletableFuture<?>> calls =
        IntStream.range(0, Line.MOST_CALLS + 10)
            .<CompletableFuture<?>>mapToObj(
                i -> node.store().readRegisters(W, StorePage.FIRST).toCompletableFuture())
            .toList();
    await().until(() -> calls.stream().filter(CompletableFuture::isDone).count() == 10);
    assertThat(failureOf(calls.get(calls.size() - 1)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(Line.MOST_CALLS + " calls wait");
    proxy.mend();
    await().until(() -> calls.stream().allMatch(CompletableFuture::isDone));
    assertThat(node.write(W).known()).isTrue();
  }

  @Test
  void lostConnectionInterruptsEachSubscriptionOnce() {
    Heard heard = new Heard();
    node.subscribe(W, heard);
    assertThat(heard.timesInterrupted()).isZero();
    proxy.cut();
    await().until(() -> heard.timesInterrupted() == 1);
    assertThat(heard.timesSubscribed()).isEqualTo(1);
    proxy.mend();
    await().until(() -> heard.timesSubscribed() == 2);
    assertThat(heard.timesInterrupted()).isEqualTo(1);
  }

  @Test
  void theSecondRenewalInAShortTimeGetsANewConnection() {
    Heard heard = new Heard();
    Heard other = new Heard();
    StoreSubscription subscription = node.subscribe(W, heard);
    node.subscribe("another", other);
    String first = messageConnection();
    subscription.renew();
    await().until(() -> heard.timesSubscribed() == 2);
    assertThat(messageConnection()).isEqualTo(first);
    assertThat(other.timesSubscribed()).isEqualTo(1);
    subscription.renew();
    await().until(() -> heard.timesSubscribed() == 3 && other.timesSubscribed() == 2);
    assertThat(messageConnection()).isNotEqualTo(first);
  }

  private String messageConnection() {
    await().until(() -> messageConnections().size() == 1);
    return messageConnections().get(0);
  }

  private List<String> messageConnections() {
    return Redis.one(server.uri())
        .clientList()
        .lines()
        .filter(line -> line.matches(".* ssub=[1-9].*"))
        .map(line -> line.replaceFirst(" .*", ""))
        .toList();
  }

  @Test
  void closingEndsTheConnections() {
    node.subscribe(W, new Heard());
    assertThat(proxy.connections()).isEqualTo(2);
    node.close();
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void whatIsUnderWayWhenTheStoreClosesFails() {
    proxy.cut();
    PresenceStore store = node.store();
    CompletionStage<?> subscribing = store.subscribe(W, new Heard());
    store.close();
    failureOf(subscribing);
    assertThat(failureOf(store.shardOf("w").ping())).isInstanceOf(IllegalStateException.class);
  }
}
