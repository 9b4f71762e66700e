package dev.presence.sample.faults;

import static dev.presence.sample.faults.Visitors.assertHistory;
import static dev.presence.sample.faults.Visitors.await;
import static dev.presence.sample.faults.Visitors.awaitSeen;
import static dev.presence.sample.faults.Visitors.awaitTicks;
import static dev.presence.sample.faults.Visitors.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.testkit.TcpProxy;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes that are processes, one of them behind a network that fails: its link for commands and
 * its link for messages, cut and half-open. Nobody is shown offline who is not, at either node, and
 * a change made meanwhile arrives afterwards.
 *
 * <p>A half-open link for commands is given up after three deadlines of two seconds. The lease less
 * a heartbeat is longer than that, as it is by default: a node that is cut off alone for longer
 * counts as crashed.
 */
class LinkFaultsTest {

  private static final Duration LEASE = Duration.ofSeconds(12);
  private static final String[] FLAGS = {"--ttl", "12s", "--heartbeat", "2s", "--grace", "1s"};

  /** The ports of links that are half-open. */
  private static final Set<Integer> DEAD = new HashSet<>();

  private static RedisServer redis;
  private static RedisClient client;
  private static StatefulRedisConnection<String, String> connection;
  private static TcpProxy network;
  private static List<NodeProcess> nodes;

  /** One at each node; they are shown all that happens in all of the tests. */
  private static List<Visitor> viewers;

  /** Who stays all the time. */
  private static List<String> residents;

  private Meanwhile changes;
  private long since;

  @BeforeAll
  static void startAll() {
    redis = RedisServers.start();
    client = RedisClient.create(redis.uri());
    connection = client.connect();
    network = TcpProxy.to(redis.port());
    nodes =
        List.of(
            NodeProcess.start("link-faults-direct", redis.uri(), FLAGS),
            NodeProcess.start("link-faults-far", "redis://127.0.0.1:" + network.port(), FLAGS));
    viewers = List.of(Visitor.open(nodes.get(0), "ada"), Visitor.open(nodes.get(1), "bob"));
    residents =
        Stream.of(viewers, Visitors.open(nodes.get(0), 1, 5), Visitors.open(nodes.get(1), 6, 10))
            .flatMap(all -> idsOf(all).stream())
            .toList();
    awaitSeen(viewers, residents, "active");
  }

  @AfterAll
  static void nobodyWasShownOfflineInTheEnd() {
    awaitTicks(Visitor.CLOCK.ticks(), LEASE.plusSeconds(1)); // whoever were counted out by now
    assertHistory(viewers, residents, "active");
    nodes.forEach(NodeProcess::close);
    network.close();
    client.shutdown();
    redis.close();
  }

  @BeforeEach
  void prepare() {
    changes = new Meanwhile(nodes, viewers);
    await().until(() -> messages().size() == 1 && commands().size() == 1);
    since = Visitor.CLOCK.ticks();
  }

  @AfterEach
  void nobodyIsShownOfflineWhoIsNot() {
    changes.end();
    assertHistory(viewers, residents, "active");
    assertThat(viewers).noneMatch(viewer -> viewer.closed().isDone());
  }

  @Test
  void theLinkForCommandsIsCut() {
    network.drop(commands().get(0));
    changes.happen();
    changes.awaitSeenByAll("link for commands cut: changes seen after", since);
  }

  @Test
  void theLinkForMessagesIsCut() {
    network.drop(messages().get(0));
    changes.happen();
    changes.awaitSeenByAll("link for messages cut: changes seen after", since);
  }

  @Test
  void theLinkForCommandsIsHalfOpen() {
    breakHalf(commands());
    changes.happen();
    changes.awaitSeenByAll("link for commands half-open: changes seen after", since);
  }

  /** The second repair within a short time makes a new connection. */
  @Test
  void theLinkForMessagesIsHalfOpen() {
    breakHalf(messages());
    changes.happen();
    changes.awaitSeenByAll("link for messages half-open: changes seen after", since);
    Visitor restless = Visitor.open(nodes.get(0), "u11");
    await(Duration.ofSeconds(30), Duration.ofMillis(500))
        .until(
            () -> {
              restless.setActivity(false);
              restless.setActivity(true);
              return messages().size() == 1;
            });
    Report.of(
        "link for messages half-open: a new one after",
        "%.2f s".formatted((Visitor.CLOCK.ticks() - since) / 1000.0));
    restless.say("leave");
  }

  @Test
  void bothLinksAreHalfOpen() {
    breakHalf(commands());
    breakHalf(messages());
    changes.happen();
    changes.awaitSeenByAll("both links half-open: changes seen after", since);
  }

  @Test
  void bothLinksAreCutForAWhile() {
    network.cut();
    changes.happen();
    awaitTicks(since, Duration.ofSeconds(3));
    network.mend();
    changes.awaitSeenByAll("both links cut for 3 s: changes seen after", since);
  }

  private static void breakHalf(List<Integer> links) {
    links.forEach(network::halfOpen);
    DEAD.addAll(links); // Redis never hears that they are gone
  }

  /** The ports at which Redis sees the far node's link for messages. */
  private static List<Integer> messages() {
    return links(true);
  }

  private static List<Integer> commands() {
    return links(false);
  }

  private static List<Integer> links(boolean subscribed) {
    return connection
        .sync()
        .clientList()
        .lines()
        .filter(line -> line.matches(".* ssub=[1-9].*") == subscribed)
        .map(line -> Integer.valueOf(line.replaceFirst(".* addr=[^ ]*:(\\d+) .*", "$1")))
        .filter(port -> network.ports().contains(port) && !DEAD.contains(port))
        .toList();
  }
}
