package dev.presence.engine;

import dev.presence.engine.LocalConnection.End;
import dev.presence.engine.LocalConnection.Phase;
import dev.presence.model.Activity;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of the connections of one workspace at this node: activity, the time within which they
 * must be refreshed, the grace after a lost socket, and the end. Confined to the owner.
 */
final class ConnectionLives {

  private final Node node;
  private final Mailbox mailbox;
  private final LocalPartition partition;
  private final Consumer<String> refresh;

  /**
   * Lives of connections in this partition.
   *
   * @param refresh is called with a user whose connections changed
   */
  ConnectionLives(Node node, Mailbox mailbox, LocalPartition partition, Consumer<String> refresh) {
    this.node = node;
    this.mailbox = mailbox;
    this.partition = partition;
    this.refresh = refresh;
  }

  /** The connection is in the partition. */
  void begin(LocalConnection connection) {
    Duration refreshWithin = connection.refreshWithin();
    if (refreshWithin != null) {
      awaitRefresh(connection, refreshWithin, refreshWithin);
    }
  }

  private void awaitRefresh(LocalConnection connection, Duration within, Duration next) {
    timer(
        connection,
        Phase.OPEN,
        next,
        () -> {
          long left = within.toMillis() - (node.ticks() - connection.refreshedAt());
          if (left > 0) {
            awaitRefresh(connection, within, Duration.ofMillis(left));
          } else {
            lose(connection);
          }
        });
  }

  void setActivity(LocalConnection connection, Activity activity) {
    if (connection.phase() == Phase.OPEN) {
      connection.setActivity(activity);
      refresh.accept(connection.userId());
    }
  }

  /**
   * Sets what the connection states of itself.
   *
   * @param millis after how long it ends; negative if it does not end
   */
  void setData(LocalConnection connection, @Nullable String data, long millis) {
    if (connection.phase() == Phase.OPEN) {
      Scheduled end =
          data == null || millis < 0
              ? null
              : node.later(millis, mailbox, () -> setData(connection, null, -1));
      connection.setData(data, end);
      refresh.accept(connection.userId());
    }
  }

  void lose(LocalConnection connection) {
    if (connection.phase() != Phase.OPEN) {
      return;
    }
    connection.lose();
    Duration grace = node.options().grace();
    if (grace.isZero()) {
      end(connection, End.DISCONNECTED);
    } else {
      timer(connection, Phase.LOST, grace, () -> end(connection, End.DISCONNECTED));
    }
  }

  void leave(LocalConnection connection) {
    end(connection, End.LEFT);
  }

  private void end(LocalConnection connection, End reason) {
    if (partition.remove(connection)) {
      refresh.accept(connection.userId());
    }
    connection.end(reason);
  }

  /** One timer per connection; one that came due just before its phase was over does nothing. */
  private void timer(LocalConnection connection, Phase phase, Duration delay, Runnable task) {
    connection.replaceTimer(
        node.runtime()
            .scheduleAwake(
                delay,
                () ->
                    mailbox.execute(
                        () -> {
                          if (connection.phase() == phase) {
                            task.run();
                          }
                        })));
  }
}
