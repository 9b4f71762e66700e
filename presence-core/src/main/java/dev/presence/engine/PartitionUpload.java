package dev.presence.engine;

import dev.presence.store.PresenceStore;
import dev.presence.store.StageRequest;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Stages a partition that is too large for one call, some pages at a time. There is no deadline for
 * the whole: a page that is late is sent again, and the first answer to it counts. Confined to the
 * owner.
 */
final class PartitionUpload {

  /** So many pages are under way at once: enough to hide the way there and back. */
  private static final int PAGES_AT_ONCE = 8;

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final long to;
  private final Consumer<Boolean> done;
  private final Queue<Map<String, String>> waiting = new ArrayDeque<>();
  private final long keepMillis;
  private int underWay;
  private boolean ended;

  /**
   * An upload that {@link #start} begins.
   *
   * @param to the sequence of the sync that follows
   * @param done receives true when all pages are staged, false when the store refused one
   */
  PartitionUpload(
      String workspaceId,
      Node node,
      Mailbox mailbox,
      WorkspaceLink link,
      long to,
      Map<String, String> entries,
      Consumer<Boolean> done) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.to = to;
    this.done = done;
    this.keepMillis = 2 * node.leaseMillis();
    Map<String, String> page = new HashMap<>();
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      page.put(entry.getKey(), entry.getValue());
      if (page.size() == PresenceStore.MOST_USERS) {
        waiting.add(page);
        page = new HashMap<>();
      }
    }
    if (!page.isEmpty()) {
      waiting.add(page);
    }
  }

  void start() {
    while (underWay < PAGES_AT_ONCE && !waiting.isEmpty()) {
      underWay++;
      new Page(waiting.remove()).send();
    }
  }

  /** Nobody needs it any more; {@code done} is not called. */
  void cancel() {
    ended = true;
  }

  private void staged() {
    underWay--;
    start();
    if (underWay == 0) {
      end(true);
    }
  }

  private void end(boolean success) {
    if (!ended) {
      ended = true;
      done.accept(success);
    }
  }

  /** One page, until it is staged. */
  private final class Page implements WorkspaceLink.Answer<Void> {
    private final StageRequest request;
    private boolean isStaged;

    Page(Map<String, String> entries) {
      this.request = StageRequest.of(workspaceId, node.id(), to, entries, keepMillis);
    }

    void send() {
      link.<Void>call(
          node.ticks(),
          "stage",
          () -> ended || isStaged ? null : store -> store.stage(request),
          this);
    }

    @Override
    public void answered(Void nothing, long sentAt) {
      if (!ended && !isStaged) {
        isStaged = true;
        staged();
      }
    }

    @Override
    public void failed(Throwable failure, long sentAt) {
      if (!WorkspaceLink.isUnavailable(failure)) {
        end(false);
      } else if (!ended && !isStaged) {
        node.retryLater(mailbox, this::send);
      }
    }
  }
}
