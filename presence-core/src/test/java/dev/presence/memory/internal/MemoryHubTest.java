package dev.presence.memory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.FeedMessage;
import dev.presence.store.PresenceStore;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.StoreFeed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/**
 * What the contract of a store cannot see: slow and broken feeds, a clock that tells, an executor
 * that refuses.
 */
class MemoryHubTest {

  private final MemoryState state = new MemoryState();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private long now = 1_000_000;
  private boolean refusing;

  private final MemoryHub hub = new MemoryHub(state, () -> now, this::enqueue);
  private final PresenceStore store = hub.open();

  @Test
  void aFeedThatFallsTooFarBehindIsAskedToReadAgain() {
    store.subscribe("w", feed());
    run();
    for (int i = 1; i <= MemorySubscription.LARGEST_BACKLOG + 3; i++) {
      store.replace(whole(i));
    }
    run();
    assertThat(told).containsExactly("subscribed", "subscribed", "10002", "10003");
  }

  @Test
  void aFeedThatThrowsReceivesTheNextMessage() {
    store.subscribe(
        "w",
        new StoreFeed() {
          @Override
          public void onSubscribed() {
            throw new IllegalStateException("broken on purpose");
          }

          @Override
          public void onMessage(FeedMessage message) {
            feed().onMessage(message);
            throw new IllegalStateException("broken on purpose");
          }
        });
    store.replace(whole(1));
    store.replace(whole(2));
    run();
    assertThat(told).containsExactly("1", "2");
  }

  @Test
  void aFeedReceivesNothingFromWithinACall() {
    store.subscribe("w", feed());
    store.replace(whole(1));
    assertThat(told).isEmpty();
    run();
    assertThat(told).containsExactly("subscribed", "1");
  }

  @Test
  void forgottenWorkspacesAreSweptWhileTheStoreIsUsed() {
    store.replace(whole(1));
    now += 200_000;
    store.shardOf("w").ping();
    assertThat(state.size()).isZero();
  }

  @Test
  void anExecutorThatRefusesFailsTheCall() {
    refusing = true;
    CompletableFuture<Long> ping = store.shardOf("w").ping().toCompletableFuture();
    assertThat(ping).isCompletedExceptionally();
  }

  private void enqueue(Runnable task) {
    if (refusing) {
      throw new RejectedExecutionException("shut down");
    }
    tasks.add(task);
  }

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private StoreFeed feed() {
    return new StoreFeed() {
      @Override
      public void onSubscribed() {
        told.add("subscribed");
      }

      @Override
      public void onMessage(FeedMessage message) {
        told.add(String.valueOf(((FeedMessage.Changed) message).record().sequence()));
      }
    };
  }

  private static ReplaceRequest whole(long to) {
    return ReplaceRequest.builder("w", "n").to(to).leaseMillis(60_000).keepMillis(120_000).build();
  }
}
