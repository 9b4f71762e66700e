package dev.presence.engine;

import dev.presence.spi.ReadRequest;
import dev.presence.spi.StoredPartition;
import dev.presence.spi.StoredRecord;
import dev.presence.spi.StoredWorkspace;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partition of one node, page after page. There is no deadline for the whole: a page that
 * is late is asked for again, and the first answer to it counts, whenever it comes. Confined to the
 * owner.
 */
final class PartitionLoad {

  /** So often a partition is read that changes its size without a new sequence. */
  private static final int MOST_ATTEMPTS = 3;

  private final String workspaceId;
  private final String nodeId;
  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final Consumer<@Nullable StoredPartition> done;
  private final Map<String, String> entries = new HashMap<>();
  private @Nullable StoredRecord first;
  private String page = ReadRequest.FIRST_PAGE;
  private int attempt = 1;

  /** Counts the steps, so that the answer to an earlier one is known as such. */
  private int step;

  private boolean ended;

  /**
   * A load that {@link #start} begins.
   *
   * @param done receives the partition with the record that was read first, or null when the store
   *     has none, or not a complete one
   */
  PartitionLoad(
      String workspaceId,
      String nodeId,
      Node node,
      Mailbox mailbox,
      WorkspaceLink link,
      Consumer<@Nullable StoredPartition> done) {
    this.workspaceId = workspaceId;
    this.nodeId = nodeId;
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.done = done;
  }

  void start() {
    ask(step);
  }

  /** Nobody needs it any more; {@code done} is not called. */
  void cancel() {
    ended = true;
  }

  private void ask(int asked) {
    link.<StoredWorkspace>call(
        node.ticks(),
        "read",
        () -> {
          if (!isCurrent(asked)) {
            return null;
          }
          ReadRequest request = new ReadRequest.Partition(workspaceId, nodeId, page);
          return store -> store.read(request);
        },
        new WorkspaceLink.Answer<>() {
          @Override
          public void answered(StoredWorkspace reply, long sentAt) {
            if (isCurrent(asked)) {
              pageRead(reply);
            }
          }

          @Override
          public void failed(Throwable failure, long sentAt) {
            if (isCurrent(asked)) {
              again(asked, WorkspaceLink.isUnavailable(failure));
            }
          }
        });
  }

  private boolean isCurrent(int asked) {
    return !ended && asked == step;
  }

  /** A moment later: the same page, or from the first one when the store cannot go on. */
  private void again(int asked, boolean samePage) {
    node.retryLater(
        mailbox,
        () -> {
          if (isCurrent(asked)) {
            if (samePage) {
              ask(asked);
            } else {
              restart();
            }
          }
        });
  }

  private void restart() {
    entries.clear();
    first = null;
    next(ReadRequest.FIRST_PAGE);
  }

  private void next(String following) {
    page = following;
    step++;
    ask(step);
  }

  private void pageRead(StoredWorkspace reply) {
    if (reply.partitions().isEmpty()) {
      end(null);
      return;
    }
    StoredPartition found = reply.partitions().get(0);
    StoredRecord begun = first == null ? found.record() : first;
    first = begun;
    entries.putAll(found.entries());
    String following = reply.next();
    if (following != null) {
      next(following);
    } else if (isComplete(begun, found.record())) {
      end(new StoredPartition(begun, entries));
    } else if (attempt++ < MOST_ATTEMPTS) {
      restart();
    } else {
      end(null);
    }
  }

  /**
   * Pages that are read while changes are written hold some of them; that is right, since the feed
   * publishes all of them. If nothing changed, the number must fit.
   */
  private boolean isComplete(StoredRecord begun, StoredRecord last) {
    return begun.sequence() != last.sequence() || entries.size() == last.users();
  }

  private void end(@Nullable StoredPartition result) {
    ended = true;
    done.accept(result);
  }
}
