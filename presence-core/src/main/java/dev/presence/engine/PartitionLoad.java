package dev.presence.engine;

import dev.presence.store.PartitionPage;
import dev.presence.store.PresenceStore;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the partition of one node, page by page. Confined to the owner. */
final class PartitionLoad implements PagedRead.Pages<PartitionPage> {

  /** How often a partition is read whose size changes without a new sequence. */
  private static final int MOST_ATTEMPTS = 3;

  private final String workspaceId;
  private final String nodeId;
  private final Consumer<@Nullable StoredPartition> done;
  private final PagedRead<PartitionPage> read;
  private final Map<String, String> entries = new HashMap<>();
  private @Nullable StoredRecord first;
  private int attempt = 1;

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
    this.done = done;
    this.read = new PagedRead<>(node, mailbox, link, node::ticks, this);
  }

  void start() {
    read.start();
  }

  /** The partition is no longer needed; {@code done} is not called. */
  void cancel() {
    read.cancel();
  }

  @Override
  public void begin() {
    entries.clear();
    first = null;
  }

  @Override
  public CompletionStage<PartitionPage> request(PresenceStore store, String page) {
    return store.readPartition(workspaceId, nodeId, page);
  }

  @Override
  public void received(PartitionPage reply) {
    StoredPartition found = reply.partition();
    if (found == null) {
      end(null);
      return;
    }
    StoredRecord begun = first == null ? found.record() : first;
    first = begun;
    entries.putAll(found.entries());
    if (reply.next() != null) {
      return;
    }
    if (isComplete(begun, found.record())) {
      end(StoredPartition.of(begun, entries));
    } else if (attempt++ < MOST_ATTEMPTS) {
      read.start();
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
    read.cancel();
    done.accept(result);
  }
}
