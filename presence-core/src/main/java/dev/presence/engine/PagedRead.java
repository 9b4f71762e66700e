package dev.presence.engine;

import dev.presence.store.PresenceStore;
import dev.presence.store.StorePage;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Reads from the store page by page. There is no deadline for the whole: a late page is requested
 * again, and the first answer to it counts, whenever it comes. Confined to the owner.
 *
 * @param <P> what the store answers
 */
final class PagedRead<P extends StorePage> {

  /** What is read. */
  interface Pages<P extends StorePage> {
    /** The first page follows; pages that were received before do not count. */
    void begin();

    /** The call for this page. */
    CompletionStage<P> request(PresenceStore store, String page);

    /** A page came. May {@linkplain PagedRead#start start} again or {@linkplain #cancel cancel}. */
    void received(P reply);
  }

  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final LongSupplier urgency;
  private final Pages<P> pages;
  private String page = StorePage.FIRST;

  /** Counts the pages that were requested; an answer to an earlier one does not count. */
  private int step;

  private boolean cancelled;

  /**
   * A read that {@link #start} begins.
   *
   * @param urgency of each page, as in {@link WorkspaceLink#call}
   */
  PagedRead(Node node, Mailbox mailbox, WorkspaceLink link, LongSupplier urgency, Pages<P> pages) {
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.urgency = urgency;
    this.pages = pages;
  }

  /** Requests the first page. */
  void start() {
    pages.begin();
    next(StorePage.FIRST);
  }

  /** No page is requested or received any more. */
  void cancel() {
    cancelled = true;
  }

  private void next(String following) {
    page = following;
    step++;
    request(step);
  }

  private void request(int requested) {
    link.<P>call(
        urgency.getAsLong(),
        "read",
        () -> {
          if (!isCurrent(requested)) {
            return null;
          }
          String wanted = page;
          return store -> pages.request(store, wanted);
        },
        new WorkspaceLink.Answer<>() {
          @Override
          public void answered(P reply, long sentAt) {
            if (isCurrent(requested)) {
              received(reply, requested);
            }
          }

          @Override
          public void failed(Throwable failure, long sentAt) {
            if (isCurrent(requested)) {
              retry(requested, WorkspaceLink.isUnavailable(failure));
            }
          }
        });
  }

  private boolean isCurrent(int requested) {
    return !cancelled && requested == step;
  }

  private void received(P reply, int requested) {
    pages.received(reply);
    String following = reply.next();
    if (!isCurrent(requested)) {
      return;
    }
    if (following != null) {
      next(following);
    } else {
      step++; // a page that is requested again meanwhile would be received again
    }
  }

  /** After a delay: the same page, or the first one when the store refused this one. */
  private void retry(int requested, boolean samePage) {
    node.retryLater(
        mailbox,
        () -> {
          if (isCurrent(requested)) {
            if (samePage) {
              request(requested);
            } else {
              start();
            }
          }
        });
  }
}
