package dev.presence.engine;

import dev.presence.spi.FeedMessage;
import dev.presence.spi.StoreFeed;
import dev.presence.spi.StoreSubscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This node's subscription to one workspace: made, and made again as long as that fails; renewed
 * when messages seem lost. What it hears becomes tasks of the owner, to which it is confined.
 */
final class FeedLink {

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final Runnable stands;
  private final Consumer<FeedMessage> heard;
  private @Nullable StoreSubscription subscription;
  private boolean attempted;
  private boolean closed;

  /**
   * Creates a link that {@link #open} begins to make.
   *
   * @param stands the feed stands, for the first time or again: what was told before may be missed
   */
  FeedLink(
      String workspaceId,
      Node node,
      Mailbox mailbox,
      Runnable stands,
      Consumer<FeedMessage> heard) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.stands = stands;
    this.heard = heard;
  }

  void open() {
    node.link().gate().enter(node.ticks(), mailbox, this::subscribe);
  }

  /** True once the feed stands or could not be made: what else there is to do need not wait. */
  boolean isAttempted() {
    return attempted;
  }

  private void subscribe() {
    if (closed) {
      node.link().gate().done();
      return;
    }
    node.link()
        .call(
            "subscribe",
            store -> store.subscribe(workspaceId, new Feed()),
            StoreSubscription::close)
        .whenComplete(
            (result, failure) -> {
              node.link().gate().done();
              boolean taken = mailbox.tryExecute(() -> subscribed(failure == null ? result : null));
              if (!taken && failure == null) {
                result.close();
              }
            });
  }

  private void subscribed(@Nullable StoreSubscription result) {
    if (closed) {
      if (result != null) {
        result.close();
      }
      return;
    }
    subscription = result;
    attempted = true;
    stands.run(); // without a feed too: the own users must be told, and the lease held
    if (result == null) {
      node.retryLater(mailbox, this::open);
    }
  }

  /** Messages seem to be lost. */
  void renew() {
    if (subscription != null) {
      subscription.renew();
    }
  }

  void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
  }

  /** Passes on what the store tells, one task a message. */
  private final class Feed implements StoreFeed {
    @Override
    public void onSubscribed() {
      ifOpen(stands);
    }

    @Override
    public void onMessage(FeedMessage message) {
      ifOpen(() -> heard.accept(message));
    }

    private void ifOpen(Runnable task) {
      mailbox.execute(
          () -> {
            if (!closed) {
              task.run();
            }
          });
    }
  }
}
