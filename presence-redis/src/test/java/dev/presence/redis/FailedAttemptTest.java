package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServers;
import io.lettuce.core.RedisClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An attempt to connect that ends with an {@code Error}, as with the wrong version of Lettuce. */
class FailedAttemptTest {

  private static final String MISSING = "io/lettuce/Missing";

  /** The first attempts end with an error: to connect, or to use the connection for messages. */
  private record Failing(Dialer dialer, AtomicInteger left, boolean afterConnecting)
      implements Dialer {
    @Override
    public boolean mayMove() {
      return false;
    }

    @Override
    public CompletionStage<CommandWire> commands() {
      if (!afterConnecting) {
        failOften();
      }
      return dialer.commands();
    }

    @Override
    public CompletionStage<FeedWire> messages() {
      if (!afterConnecting) {
        failOften();
      }
      return dialer.messages().thenApply(this::used);
    }

    private FeedWire used(FeedWire wire) {
      return afterConnecting ? new FailingWire(wire, this) : wire;
    }

    private void failOften() {
      if (left.getAndDecrement() > 0) {
        throw new NoClassDefFoundError(MISSING);
      }
    }
  }

  private record FailingWire(FeedWire wire, Failing failing) implements FeedWire {
    @Override
    public void listen(Listener listener) {
      failing.failOften();
      wire.listen(listener);
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
      return wire.subscribe(channel);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
      return wire.unsubscribe(channel);
    }

    @Override
    public CompletionStage<String> ping() {
      return wire.ping();
    }

    @Override
    public boolean isOpen() {
      return wire.isOpen();
    }

    @Override
    public void onLost(Runnable lost) {
      wire.onLost(lost);
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
      return wire.closeAsync();
    }
  }

  @Test
  void errorWhileConnectingIsLoggedAndRetried() {
    assertRetried(false);
  }

  @Test
  void errorOnANewConnectionIsLoggedAndRetried() {
    assertRetried(true);
  }

  private static void assertRetried(boolean afterConnecting) {
    RedisClient client = RedisClient.create();
    Dialer dialer = new UriDialer(client, RedisAddresses.one(RedisServers.shared()));
    AtomicInteger left = new AtomicInteger(4);
    try (CapturedLog log = new CapturedLog();
        StoreProbe node =
            new StoreProbe(
                new RedisPresenceStore(
                    KeySpace.DEFAULT,
                    new LoopThread(),
                    (loop, hub) ->
                        new OneServer(new Failing(dialer, left, afterConnecting), loop, hub),
                    () -> {}))) {
      node.pingUntilItAnswers();
      Heard heard = new Heard();
      await()
          .until(
              () ->
                  StoreProbe.succeeds(node.store().subscribe("contract-attempt", heard))
                      && heard.timesSubscribed() > 0);
      assertThat(left.get()).isLessThanOrEqualTo(0);
      assertThat(log.linesWith("Cannot connect to"))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).contains("NoClassDefFoundError: " + MISSING));
    }
    client.shutdown();
  }
}
