package dev.presence.engine;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreSubscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This node's subscription to one workspace: made, and made again as long as that fails; renewed
 * when messages seem lost. What it receives becomes tasks of the owner, to which it is confined.
 */
final class FeedLink {

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final Runnable established;
  private final Runnable reestablished;
  private final Consumer<FeedMessage> heard;
  private @Nullable StoreSubscription subscription;
  private long interruptedSince;
  private boolean attempted;
  private boolean wasEstablished;
  private volatile boolean closed;

  /**
   * Creates a link that {@link #open} begins to make.
   *
   * @param established the subscription is established, for the first time or again: what was
   *     published before may be missed
   * @param reestablished it was established before, so that the connection was lost in between
   */
  FeedLink(
      String workspaceId,
      Node node,
      Mailbox mailbox,
      WorkspaceLink link,
      Runnable established,
      Runnable reestablished,
      Consumer<FeedMessage> heard) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.established = established;
    this.reestablished = reestablished;
    this.heard = heard;
    this.interruptedSince = node.ticks();
  }

  /**
   * True once the subscription is established or could not be made: what else there is to do need
   * not wait.
   */
  boolean isAttempted() {
    return attempted;
  }

  /** Since when messages may be missed, in ticks; -1 while the subscription is established. */
  long interruptedSince() {
    return interruptedSince;
  }

  void open() {
    link.<StoreSubscription>call(
        node.ticks(),
        "subscribe",
        () ->
            closed || subscription != null
                ? null
                : store -> store.subscribe(workspaceId, new Feed()).thenApply(this::closedIfLate),
        new WorkspaceLink.Answer<>() {
          @Override
          public void answered(StoreSubscription made, long sentAt) {
            subscribed(made);
          }

          @Override
          public void failed(Throwable failure, long sentAt) {
            if (!closed) {
              attempted = true;
              established.run(); // without a feed too: the own lease must be held
              node.retryLater(mailbox, FeedLink.this::open);
            }
          }
        });
  }

  /** The owner may be gone by now, and would never close it. */
  private StoreSubscription closedIfLate(StoreSubscription made) {
    if (closed) {
      made.close();
    }
    return made;
  }

  private void subscribed(StoreSubscription made) {
    if (closed || subscription != null) {
      made.close();
      return;
    }
    subscription = made;
    attempted = true;
    interruptedSince = -1;
    established.run();
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

  /** Passes on what the store publishes, one task per message. */
  private final class Feed implements StoreFeed {
    @Override
    public void onSubscribed() {
      ifOpen(
          () -> {
            interruptedSince = -1;
            if (wasEstablished) {
              reestablished.run();
            }
            wasEstablished = true;
            established.run();
          });
    }

    @Override
    public void onInterrupted() {
      ifOpen(() -> interruptedSince = interruptedSince < 0 ? node.ticks() : interruptedSince);
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
