package com.example.store;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreSubscription;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers new messages to the subscriptions of this store. Everything happens on one thread, so
 * each feed receives one message at a time, and in order.
 */
final class FeedPoller {

  private static final Logger LOG = LoggerFactory.getLogger(FeedPoller.class);

  private final DataSource database;
  private final Executor thread;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private boolean interrupted;

  FeedPoller(DataSource database, Executor thread) {
    this.database = database;
    this.thread = thread;
  }

  /** From when the stage completes, each message that is committed is delivered. */
  CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    Subscription subscription = new Subscription(workspaceId, feed);
    CompletableFuture<StoreSubscription> answer = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            subscription.begin(lastMessages());
            subscriptions.add(subscription);
            answer.complete(subscription);
          } catch (SQLException e) {
            answer.completeExceptionally(Failures.of(e));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** Delivers what is new. To be called on the thread, again and again. */
  void poll() {
    if (subscriptions.isEmpty()) {
      return;
    }
    try {
      Map<String, Long> last = lastMessages();
      for (Subscription subscription : subscriptions) {
        if (interrupted || subscription.renewalWanted) {
          subscription.begin(last);
        } else {
          subscription.advance(last);
        }
      }
      interrupted = false;
    } catch (SQLException | RuntimeException e) {
      interrupt(e);
    }
  }

  /** Until messages can be read again, all subscriptions may miss some. */
  private void interrupt(Exception reason) {
    if (!interrupted) {
      interrupted = true;
      LOG.warn("Messages cannot be read from the database; trying again", reason);
      subscriptions.forEach(it -> it.call(it.feed::onInterrupted));
    }
  }

  void close() {
    subscriptions.forEach(Subscription::close);
  }

  /** The number of the last message of each workspace. */
  private Map<String, Long> lastMessages() throws SQLException {
    Map<String, Long> last = new HashMap<>();
    Transaction.run(
            database,
            tx ->
                tx.query(
                    "SELECT id, last_message FROM presence_workspace",
                    row -> Map.entry(row.getString(1), row.getLong(2))))
        .forEach(row -> last.put(row.getKey(), row.getValue()));
    return last;
  }

  private List<String> messages(String workspaceId, long after, long last) throws SQLException {
    return Transaction.run(
        database,
        tx ->
            tx.query(
                "SELECT content FROM presence_message"
                    + " WHERE workspace = ? AND number > ? AND number <= ? ORDER BY number",
                row -> row.getString(1),
                workspaceId,
                after,
                last));
  }

  private final class Subscription implements StoreSubscription {
    private final String workspaceId;
    private final StoreFeed feed;
    private long delivered;
    private volatile boolean renewalWanted;
    private volatile boolean closed;

    Subscription(String workspaceId, StoreFeed feed) {
      this.workspaceId = workspaceId;
      this.feed = feed;
    }

    /** Whatever was published before may be missed. */
    void begin(Map<String, Long> lastMessages) {
      renewalWanted = false;
      delivered = lastMessages.getOrDefault(workspaceId, 0L);
      call(feed::onSubscribed);
    }

    void advance(Map<String, Long> lastMessages) throws SQLException {
      long last = lastMessages.getOrDefault(workspaceId, 0L);
      if (last == delivered) {
        return;
      }
      List<String> found = messages(workspaceId, delivered, last);
      if (found.size() != last - delivered) { // some are deleted, or the database has older data
        begin(lastMessages);
        return;
      }
      delivered = last;
      for (String text : found) {
        call(() -> deliver(text));
      }
    }

    private void deliver(String text) {
      FeedMessage message = MessageText.read(text);
      if (message != null) {
        feed.onMessage(message);
      }
    }

    private void call(Runnable delivery) {
      if (closed) {
        return;
      }
      try {
        delivery.run();
      } catch (RuntimeException e) {
        LOG.warn("A message of workspace {} was not delivered; the next follows", workspaceId, e);
      }
    }

    @Override
    public void renew() {
      renewalWanted = true;
    }

    @Override
    public void close() {
      closed = true;
      subscriptions.remove(this);
    }
  }
}
