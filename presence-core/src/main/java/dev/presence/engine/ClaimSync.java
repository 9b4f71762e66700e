package dev.presence.engine;

import dev.presence.spi.Claim;
import dev.presence.spi.ClaimReply;
import dev.presence.spi.ClaimRequest;
import dev.presence.spi.FeedMessage;
import dev.presence.spi.ReadRequest;
import dev.presence.spi.StoredWorkspace;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the claims of one workspace the same here and in the store: sends what was set here, hears
 * what was set elsewhere, and reads all of them when the stamps show that something was missed.
 * Confined to the owner.
 */
final class ClaimSync {

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final Consumer<Set<String>> changed;
  private final ClaimBook book;
  private final Waiters waiters = new Waiters();
  private boolean sending;
  private boolean loading;
  private boolean complete;
  private boolean ended;

  /**
   * @param changed told the users whose claims changed by what others did
   */
  ClaimSync(String workspaceId, Node node, Mailbox mailbox, Consumer<Set<String>> changed) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.changed = changed;
    this.book = new ClaimBook(node.options().claimTtl().toMillis());
  }

  Claim of(String userId) {
    return book.of(userId, node.link().storeTime());
  }

  void setAway(String userId, boolean away, CompletableFuture<Void> stored) {
    Claim before = of(userId);
    act(userId, new Claim(away, laterThan(before), before.endedBefore()), stored);
  }

  /** Ends what was opened until now; a later connection begins automatic. */
  void setOffline(String userId, CompletableFuture<Void> stored) {
    long now = laterThan(of(userId));
    act(userId, new Claim(false, now, now), stored);
  }

  /**
   * A moment for the next act that is after the acts known here, also when the store's clock was
   * moved back.
   */
  private long laterThan(Claim before) {
    return Math.max(node.link().storeTime(), Math.max(before.at(), before.endedBefore()) + 1);
  }

  private void act(String userId, Claim claim, CompletableFuture<Void> stored) {
    book.act(userId, claim);
    waiters.add(stored);
    if (ended) {
      waiters.giveUp();
    }
  }

  /** Sends what is unsent, one call at a time. */
  void flush() {
    if (book.hasUnsent() && !sending && !ended) {
      sending = true;
      node.link().gate().enter(Long.MIN_VALUE, mailbox, this::send);
    }
  }

  boolean isIdle() {
    return ended || (!sending && !book.hasUnsent());
  }

  /** Completes {@code stored} once the store has everything that was set here until now. */
  void whenStored(CompletableFuture<Void> stored) {
    if (isIdle()) {
      stored.complete(null);
    } else {
      waiters.add(stored);
    }
  }

  /** The node has stopped: what the store does not have yet is given up. */
  void end() {
    ended = true;
    waiters.giveUp();
  }

  private void send() {
    Map<String, Claim> claims = book.takeUnsent();
    waiters.sent();
    ClaimRequest request =
        new ClaimRequest(
            workspaceId, node.newStamp(), claims, node.options().claimTtl().toMillis());
    node.link()
        .call("claim", store -> store.claim(request))
        .whenComplete(
            (reply, failure) -> {
              node.link().gate().done();
              mailbox.execute(() -> sent(request, failure == null ? reply : null));
            });
  }

  private void sent(ClaimRequest request, @Nullable ClaimReply reply) {
    if (reply == null) {
      book.putBack(request.claims());
      waiters.notStored();
      node.retryLater(mailbox, () -> sending = false);
      return;
    }
    sending = false;
    book.advance(reply.before(), reply.after());
    if (!book.hasUnsent()) {
      waiters.sent(); // who came meanwhile waits for nothing else
    }
    waiters.stored();
  }

  void heard(FeedMessage.Claimed message) {
    Set<String> users = book.merge(message.claims(), node.link().storeTime());
    changed.accept(users);
    if (!book.advance(message.fromStamp(), message.toStamp())) {
      load();
    }
  }

  /**
   * The store named its stamp in a reply. The feed may be on its way with what led there; if a
   * second later nothing has moved, it was lost.
   */
  void listed(String stamp) {
    String before = book.stamp();
    if (stamp.equals(before)) {
      complete = true;
    } else if (!complete) {
      load();
    } else {
      node.retryLater(mailbox, () -> loadIfStill(before));
    }
  }

  private void loadIfStill(String stamp) {
    if (book.stamp().equals(stamp)) {
      load();
    }
  }

  /** True once everything that others set before this node came is known. */
  boolean isComplete() {
    return complete;
  }

  private void load() {
    if (!loading && !ended) {
      loading = true;
      node.link().gate().enter(Long.MIN_VALUE, mailbox, this::read);
    }
  }

  private void read() {
    node.link()
        .call("read", store -> store.read(new ReadRequest.Claims(workspaceId)))
        .whenComplete(
            (read, failure) -> {
              node.link().gate().done();
              mailbox.execute(() -> loaded(failure == null ? read : null));
            });
  }

  private void loaded(@Nullable StoredWorkspace read) {
    loading = false;
    if (read == null) {
      node.retryLater(mailbox, this::load);
    } else {
      complete = true;
      changed.accept(book.loaded(read.claims(), read.claimsStamp(), node.link().storeTime()));
    }
  }
}
