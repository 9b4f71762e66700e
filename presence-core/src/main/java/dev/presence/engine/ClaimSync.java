package dev.presence.engine;

import dev.presence.spi.Claim;
import dev.presence.spi.ClaimReply;
import dev.presence.spi.ClaimRequest;
import dev.presence.spi.FeedMessage;
import dev.presence.spi.PresenceStore;
import dev.presence.spi.ReadRequest;
import dev.presence.spi.StoredPartition;
import dev.presence.spi.StoredWorkspace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the claims of one workspace the same here and in the store: sends what was set here, hears
 * what was set elsewhere, and reads all of them when the stamps show that something was missed.
 * Confined to the owner.
 *
 * <p>Who is set offline is looked up in the store before that is sent: it ends every connection
 * that the store knows at that moment, whatever became of the store's clock since they were opened.
 */
final class ClaimSync {

  /** What the owner of the workspace lends. */
  interface Host {
    /** The claims of these users changed by what others did. */
    void claimsChanged(Set<String> userIds);

    /** When the latest connection of this user was opened, as far as this node knows. */
    long latestConnectedAt(String userId);

    /**
     * What was set offline at {@code before} ends all connections up to {@code now}, but those that
     * were opened here after it.
     */
    void endedLater(String userId, long before, long now);

    /**
     * The user was set offline at a time that is yet to come: before this node came, and before the
     * store's clock went back. The connections here are later.
     */
    void endedInTheFuture(String userId, long endedBefore);

    /**
     * Something is about to be written: no time of it may be from before the store's clock was
     * read.
     */
    void beforeWrite();
  }

  /** More than the estimates of two nodes of one clock differ. */
  private static final long CLOCK_WENT_BACK_MILLIS = 10_000;

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final Host host;
  private final ClaimBook book;
  private final Waiters waiters = new Waiters();

  /** Who was set offline here, and is not so in the store yet. */
  private final Set<String> setOffline = new HashSet<>();

  /** True from the look-up to the answer, and while a retry waits. */
  private boolean sending;

  /** True while the store has what was sent, and has not answered. */
  private boolean underWay;

  private boolean loading;
  private boolean complete;
  private boolean ended;

  ClaimSync(String workspaceId, Node node, Mailbox mailbox, WorkspaceLink link, Host host) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.host = host;
    this.book = new ClaimBook(node.options().claimTtl().toMillis());
  }

  Claim of(String userId) {
    return book.of(userId, link.storeTime());
  }

  void setAway(String userId, boolean away, CompletableFuture<Void> stored) {
    Claim before = of(userId);
    act(userId, new Claim(away, laterThan(before), before.endedBefore()), stored);
  }

  /** Ends what was opened until now; a later connection begins automatic. */
  void setOffline(String userId, CompletableFuture<Void> stored) {
    long now = Math.max(laterThan(of(userId)), host.latestConnectedAt(userId));
    setOffline.add(userId);
    act(userId, new Claim(false, now, now), stored);
  }

  /**
   * A moment for the next act that is after the acts known here, also when the store's clock was
   * moved back.
   */
  private long laterThan(Claim before) {
    return Math.max(link.storeTime(), Math.max(before.at(), before.endedBefore()) + 1);
  }

  private void act(String userId, Claim claim, CompletableFuture<Void> stored) {
    book.act(userId, claim);
    waiters.add(stored);
    if (ended) {
      waiters.giveUp();
    }
  }

  /** The times known here were taken from this node's own clock; the store's is ahead by this. */
  void shift(long millis) {
    book.shift(millis);
  }

  /** Sends what is unsent, one call at a time. */
  void flush() {
    if (book.hasUnsent() && !sending && !ended) {
      sending = true;
      if (setOffline.isEmpty() || !node.rules().contains(LeaseRule.END_ALL_KNOWN)) {
        send(Set.copyOf(setOffline));
      } else {
        lookUp();
      }
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

  // ---------------------------------------------------------------- who is set offline

  private void lookUp() {
    Set<String> users = Set.copyOf(setOffline);
    link.<StoredWorkspace>call(
        WorkspaceLink.AT_ONCE,
        "read",
        () -> {
          if (ended) {
            return null;
          }
          ReadRequest request = new ReadRequest.Users(workspaceId, users);
          return store -> store.read(request);
        },
        new WorkspaceLink.Answer<>() {
          @Override
          public void answered(StoredWorkspace reply, long sentAt) {
            host.beforeWrite();
            users.forEach(user -> endUntilNow(user, reply));
            send(users);
          }

          @Override
          public void failed(Throwable failure, long sentAt) {
            retry();
          }

          @Override
          public void late(StoredWorkspace reply, long sentAt) {
            // it is asked again
          }
        });
  }

  /** Nothing to do when an earlier attempt was applied without an answer. */
  private void endUntilNow(String userId, StoredWorkspace read) {
    Claim mine = book.of(userId, link.storeTime());
    Claim stored = read.claims().getOrDefault(userId, Claim.NONE);
    if (stored.endedBefore() >= mine.endedBefore()) {
      return;
    }
    long now = Math.max(link.storeTime(), Math.max(mine.endedBefore(), stored.at() + 1));
    for (StoredPartition partition : read.partitions()) {
      String text = partition.entries().get(userId);
      Entry entry = text == null ? null : Entry.decode(text);
      now = entry == null ? now : Math.max(now, entry.connectedAt());
    }
    now = Math.max(now, host.latestConnectedAt(userId));
    if (now > mine.endedBefore()) {
      book.act(userId, new Claim(mine.away(), Math.max(mine.at(), now), now));
      host.endedLater(userId, mine.endedBefore(), now);
    }
  }

  // ---------------------------------------------------------------- sending

  private void send(Set<String> lookedUp) {
    Sending next = new Sending(lookedUp);
    link.<ClaimReply>call(WorkspaceLink.AT_ONCE, "claim", next::prepare, next);
  }

  private void retry() {
    node.retryLater(mailbox, () -> sending = false);
  }

  private final class Sending implements WorkspaceLink.Answer<ClaimReply> {
    private final Set<String> lookedUp;
    private Map<String, Claim> claims = Map.of();

    Sending(Set<String> lookedUp) {
      this.lookedUp = lookedUp;
    }

    @Nullable Function<PresenceStore, CompletionStage<ClaimReply>> prepare() {
      if (ended || !lookedUp.containsAll(setOffline)) {
        sending = false; // somebody else was set offline meanwhile
        return null;
      }
      host.beforeWrite();
      claims = book.takeUnsent();
      setOffline.clear();
      underWay = true;
      waiters.sent();
      ClaimRequest request =
          new ClaimRequest(
              workspaceId, node.newStamp(), claims, node.options().claimTtl().toMillis());
      return store -> store.claim(request);
    }

    @Override
    public void answered(ClaimReply reply, long sentAt) {
      sending = false;
      underWay = false;
      book.advance(reply.before(), reply.after());
      if (!book.hasUnsent()) {
        waiters.sent(); // who came meanwhile waits for nothing else
      }
      waiters.stored();
    }

    @Override
    public void failed(Throwable failure, long sentAt) {
      underWay = false;
      book.putBack(claims);
      setOffline.addAll(lookedUp);
      waiters.notStored();
      retry();
    }

    /** What was not changed since need not be sent again. */
    @Override
    public void late(ClaimReply reply, long sentAt) {
      book.advance(reply.before(), reply.after());
      if (book.stored(claims)) {
        setOffline.removeAll(lookedUp);
      }
      if (!underWay && !book.hasUnsent() && !ended) {
        waiters.sent();
        waiters.stored();
      }
    }
  }

  // ---------------------------------------------------------------- what others set

  void heard(FeedMessage.Claimed message) {
    Set<String> users = book.merge(message.claims(), link.storeTime());
    host.claimsChanged(users);
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
      new Load().ask(0);
    }
  }

  /** Reads all claims, page after page; the first answer to a page counts, whenever it comes. */
  private final class Load {
    private final Map<String, Claim> found = new HashMap<>();
    private String page = ReadRequest.FIRST_PAGE;
    private @Nullable String stamp;
    private int step;

    void ask(int asked) {
      link.<StoredWorkspace>call(
          WorkspaceLink.AT_ONCE,
          "read",
          () -> {
            if (ended || asked != step) {
              return null;
            }
            ReadRequest request = new ReadRequest.Claims(workspaceId, page);
            return store -> store.read(request);
          },
          new WorkspaceLink.Answer<>() {
            @Override
            public void answered(StoredWorkspace reply, long sentAt) {
              if (!ended && asked == step) {
                pageRead(reply);
              }
            }

            @Override
            public void failed(Throwable failure, long sentAt) {
              node.retryLater(
                  mailbox,
                  () -> {
                    if (!ended && asked == step) {
                      again(WorkspaceLink.isUnavailable(failure));
                    }
                  });
            }
          });
    }

    private void again(boolean samePage) {
      if (!samePage) {
        found.clear();
        stamp = null;
        page = ReadRequest.FIRST_PAGE;
        step++;
      }
      ask(step);
    }

    private void pageRead(StoredWorkspace reply) {
      found.putAll(reply.claims());
      String first = stamp == null ? reply.claimsStamp() : stamp;
      stamp = first;
      step++;
      String next = reply.next();
      if (next != null) {
        page = next;
        ask(step);
        return;
      }
      loading = false;
      if (!complete) {
        long now = link.storeTime();
        found.forEach(
            (user, claim) -> {
              if (claim.endedBefore() > now + CLOCK_WENT_BACK_MILLIS) {
                host.endedInTheFuture(user, claim.endedBefore());
              }
            });
      }
      complete = true;
      host.claimsChanged(book.loaded(found, first, link.storeTime()));
    }
  }
}
