package dev.presence.engine;

import dev.presence.store.FeedMessage;
import dev.presence.store.PresenceStore;
import dev.presence.store.ReadRequest;
import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredWorkspace;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the registers of one workspace the same here and in the store: sends what was set here,
 * hears what was set elsewhere, and reads all of them when the revisions show that something was
 * missed. Confined to the owner.
 *
 * <p>Who is set offline is looked up in the store before that is sent: it ends every connection
 * that the store knows at that moment, whatever became of the store's clock since they were opened.
 */
final class RegisterSync {

  /** What the owner of the workspace lends. */
  interface Host {
    /** The registers of these users changed by what others did. */
    void registersChanged(Set<String> userIds);

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
  private static final long CLOCK_WENT_BACK_MILLIS = 2_000;

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final Host host;
  private final RegisterBook book;
  private final Waiters waiters = new Waiters();

  /**
   * Who was set offline here and is not so in the store yet; up to which time that was sent
   * already, without an answer, or 0.
   */
  private final Map<String, Long> setOffline = new HashMap<>();

  /** True from the look-up to the answer, and while a retry waits. */
  private boolean sending;

  /** Counts the look-ups that were answered. */
  private int round;

  /** True while the store has what was sent, and has not answered. */
  private boolean underWay;

  private boolean loading;
  private boolean complete;
  private boolean ended;

  RegisterSync(String workspaceId, Node node, Mailbox mailbox, WorkspaceLink link, Host host) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.host = host;
    this.book = new RegisterBook(node.options().manualStatusTtl().toMillis());
  }

  Registers of(String userId) {
    return book.of(userId, link.storeTime());
  }

  void setAway(String userId, boolean away, CompletableFuture<Void> stored) {
    Registers before = of(userId);
    act(userId, Manual.status(away, laterThan(before)), stored);
  }

  /** Ends what was opened until now; a later connection begins automatic. */
  void setOffline(String userId, CompletableFuture<Void> stored) {
    long now = Math.max(laterThan(of(userId)), host.latestConnectedAt(userId));
    setOffline.put(userId, 0L);
    act(userId, Manual.ended(now).merge(Manual.status(false, now)), stored);
  }

  /**
   * A moment for the next act that is after the acts known here, also when the store's clock was
   * moved back.
   */
  private long laterThan(Registers before) {
    return Math.max(
        link.storeTime(), Math.max(Manual.statusTime(before), Manual.endedBefore(before)) + 1);
  }

  private void act(String userId, Registers userRegisters, CompletableFuture<Void> stored) {
    book.act(userId, userRegisters);
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
      if (setOffline.isEmpty()) {
        send(Set.of());
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

  /** The first answer counts, whichever attempt it is for and whenever it comes. */
  private void lookUp() {
    int asked = round;
    Set<String> users = Set.copyOf(setOffline.keySet());
    link.<StoredWorkspace>call(
        WorkspaceLink.AT_ONCE,
        "read",
        () -> {
          if (ended || asked != round) {
            return null;
          }
          ReadRequest request = new ReadRequest.Users(workspaceId, users);
          return store -> store.read(request);
        },
        new WorkspaceLink.Answer<>() {
          @Override
          public void answered(StoredWorkspace reply, long sentAt) {
            if (ended || asked != round) {
              return;
            }
            round++;
            sending = true;
            host.beforeWrite();
            users.forEach(user -> endUntilNow(user, reply));
            send(users);
          }

          @Override
          public void failed(Throwable failure, long sentAt) {
            node.retryLater(
                mailbox,
                () -> {
                  if (asked == round) {
                    sending = false;
                  }
                });
          }
        });
  }

  /** Nothing to do when an earlier attempt was applied without an answer. */
  private void endUntilNow(String userId, StoredWorkspace read) {
    Registers mine = book.of(userId, link.storeTime());
    Registers stored = read.registers().getOrDefault(userId, Registers.NONE);
    long sent = setOffline.getOrDefault(userId, 0L);
    if (sent > 0 && Manual.endedBefore(stored) >= sent) {
      return;
    }
    long known = Math.max(Manual.latest(stored) + 1, Manual.endedBefore(mine));
    long now = Math.max(link.storeTime(), known);
    for (StoredPartition partition : read.partitions()) {
      String text = partition.entries().get(userId);
      Entry entry = text == null ? null : Entry.decode(text);
      now = entry == null ? now : Math.max(now, entry.connectedAt());
    }
    now = Math.max(now, host.latestConnectedAt(userId));
    if (now > Manual.endedBefore(mine)) {
      long time = Math.max(Manual.statusTime(mine), now);
      book.act(userId, Manual.ended(now).merge(Manual.status(Manual.isAway(mine), time)));
      host.endedLater(userId, Manual.endedBefore(mine), now);
    }
  }

  // ---------------------------------------------------------------- sending

  private void send(Set<String> lookedUp) {
    Sending next = new Sending(lookedUp);
    link.<SetReply>call(WorkspaceLink.AT_ONCE, "set", next::prepare, next);
  }

  private void retry() {
    node.retryLater(mailbox, () -> sending = false);
  }

  private final class Sending implements WorkspaceLink.Answer<SetReply> {
    private final Set<String> lookedUp;
    private Map<String, Registers> registers = Map.of();

    Sending(Set<String> lookedUp) {
      this.lookedUp = lookedUp;
    }

    @Nullable Function<PresenceStore, CompletionStage<SetReply>> prepare() {
      if (ended || !lookedUp.containsAll(setOffline.keySet())) {
        sending = false; // somebody else was set offline meanwhile
        return null;
      }
      host.beforeWrite();
      registers = book.takeUnsent();
      setOffline.clear();
      underWay = true;
      waiters.sent();
      SetRequest request =
          new SetRequest(
              workspaceId,
              node.newRevision(),
              registers,
              node.options().manualStatusTtl().toMillis());
      return store -> store.set(request);
    }

    @Override
    public void answered(SetReply reply, long sentAt) {
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
      book.putBack(registers);
      lookedUp.forEach(user -> setOffline.putIfAbsent(user, sentTimeOf(user)));
      waiters.notStored();
      retry();
    }

    private long sentTimeOf(String userId) {
      return Manual.endedBefore(registers.getOrDefault(userId, Registers.NONE));
    }

    /** What was not changed since need not be sent again. */
    @Override
    public void late(SetReply reply, long sentAt) {
      book.advance(reply.before(), reply.after());
      if (book.stored(registers)) {
        setOffline.keySet().removeAll(lookedUp);
      }
      if (!underWay && !book.hasUnsent() && !ended) {
        waiters.sent();
        waiters.stored();
      }
    }
  }

  // ---------------------------------------------------------------- what others set

  void heard(FeedMessage.RegistersSet message) {
    Set<String> users = book.merge(message.registers(), link.storeTime());
    host.registersChanged(users);
    if (!book.advance(message.fromRevision(), message.toRevision())) {
      load();
    }
  }

  /**
   * The store named its revision in a reply. The feed may be on its way with what led there; if a
   * second later nothing has moved, it was lost.
   */
  void listed(String revision) {
    String before = book.revision();
    if (revision.equals(before)) {
      complete = true;
    } else if (!complete) {
      load();
    } else {
      node.retryLater(mailbox, () -> loadIfStill(before));
    }
  }

  private void loadIfStill(String revision) {
    if (book.revision().equals(revision)) {
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

  /** Reads all registers, page after page; the first answer to a page counts, whenever it comes. */
  private final class Load {
    private final Map<String, Registers> found = new HashMap<>();
    private String page = ReadRequest.FIRST_PAGE;
    private @Nullable String revision;
    private int step;

    void ask(int asked) {
      link.<StoredWorkspace>call(
          WorkspaceLink.AT_ONCE,
          "read",
          () -> {
            if (ended || asked != step) {
              return null;
            }
            ReadRequest request = new ReadRequest.AllRegisters(workspaceId, page);
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
        revision = null;
        page = ReadRequest.FIRST_PAGE;
        step++;
      }
      ask(step);
    }

    private void pageRead(StoredWorkspace reply) {
      found.putAll(reply.registers());
      String first = revision == null ? reply.revision() : revision;
      revision = first;
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
            (user, registers) -> {
              if (Manual.endedBefore(registers) > now + CLOCK_WENT_BACK_MILLIS) {
                host.endedInTheFuture(user, Manual.endedBefore(registers));
              }
            });
      }
      complete = true;
      host.registersChanged(book.loaded(found, first, link.storeTime()));
    }
  }
}
