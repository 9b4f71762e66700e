package dev.presence.engine;

import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import dev.presence.store.FeedMessage;
import dev.presence.store.PresenceStore;
import dev.presence.store.RegisterPage;
import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredUsers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the registers of one workspace the same here and in the store: sends what was set here,
 * receives what was set elsewhere, and reads all of them when the revisions show that something was
 * missed. Confined to the owner.
 *
 * <p>Before {@code setOffline} is sent, the user is looked up in the store. So it ends every
 * connection that the store knows at that moment, even if the store's clock was moved back since.
 */
final class RegisterSync {

  /** What the owner of the workspace provides. */
  interface Host {
    /** Other nodes changed the registers of these users. */
    void registersChanged(Set<String> userIds);

    /** When the latest connection of this user was opened, as far as this node knows. */
    long latestConnectedAt(String userId);

    /**
     * A {@code setOffline} of time {@code before} now ends all connections up to {@code now},
     * except those that were opened at this node after the call.
     */
    void endedLater(String userId, long before, long now);

    /**
     * The user was set offline before this node opened the view and before the store's clock went
     * back, so at a time in the future. It does not end the connections at this node.
     */
    void endedInTheFuture(String userId, long endedBefore);

    /** Called before a write: its times must be on the store's clock. */
    void beforeWrite();
  }

  /** The estimates of two nodes of the store's clock differ by less than this. */
  private static final long CLOCK_WENT_BACK_MILLIS = 2_000;

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final Host host;
  private final RegisterBook book;
  private final Waiters waiters = new Waiters();

  /**
   * The users who were set offline here and for whom the store has not confirmed it. The value is
   * the time that was sent without an answer, or 0.
   */
  private final Map<String, Long> setOffline = new HashMap<>();

  /** True from the look-up to the answer, and while a retry waits. */
  private boolean sending;

  /** Counts the look-ups that were answered. */
  private int round;

  /** True while the store has what was sent, and has not answered. */
  private boolean underWay;

  private @Nullable PagedRead<RegisterPage> load;
  private boolean complete;
  private boolean ended;

  RegisterSync(String workspaceId, Node node, Mailbox mailbox, WorkspaceLink link, Host host) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.host = host;
    this.book = new RegisterBook(node.registerTtl());
  }

  Registers of(String userId) {
    return book.of(userId, link.storeTime());
  }

  void setStatus(String userId, ManualStatus status, CompletableFuture<Void> stored) {
    act(userId, Manual.status(status, laterThan(of(userId))), stored);
  }

  /** Sets a note; null clears it. */
  void setNote(String userId, @Nullable Note note, CompletableFuture<Void> stored) {
    act(userId, Manual.note(note, laterThan(of(userId))), stored);
  }

  /** The user has departed. */
  void setSeen(String userId, long time) {
    book.act(userId, Manual.seen(time));
  }

  /** Clears everything that is known of the user. */
  void forget(String userId, CompletableFuture<Void> stored) {
    act(userId, Manual.forgotten(laterThan(of(userId))), stored);
  }

  /** Ends all connections of the user; a later connection has no manual status. */
  void setOffline(String userId, CompletableFuture<Void> stored) {
    long now = Math.max(laterThan(of(userId)), host.latestConnectedAt(userId));
    setOffline.put(userId, 0L);
    act(userId, Manual.ended(now).merge(Manual.status(ManualStatus.automatic(), now)), stored);
  }

  /**
   * A time for the next change that is after all known ones, even if the store's clock went back.
   */
  private long laterThan(Registers before) {
    return Math.max(link.storeTime(), Manual.latest(before) + 1);
  }

  private void act(String userId, Registers userRegisters, CompletableFuture<Void> stored) {
    book.act(userId, userRegisters);
    waiters.add(stored);
    if (ended) {
      waiters.giveUp();
    }
  }

  /**
   * Moves all known times from this node's clock to the store's, which is ahead by {@code millis}.
   */
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

  /** The node has stopped: what was not sent is dropped. */
  void end() {
    ended = true;
    if (load != null) {
      load.cancel();
    }
    waiters.giveUp();
  }

  // ---------------------------------------------------------------- setOffline

  /** The first answer counts, whichever attempt it is for and whenever it comes. */
  private void lookUp() {
    int asked = round;
    Set<String> users = Set.copyOf(setOffline.keySet());
    link.<StoredUsers>call(
        WorkspaceLink.AT_ONCE,
        "read",
        () -> {
          if (ended || asked != round) {
            return null;
          }
          return store -> store.readUsers(workspaceId, users);
        },
        new WorkspaceLink.Answer<>() {
          @Override
          public void answered(StoredUsers reply, long sentAt) {
            if (ended || asked != round) {
              return;
            }
            round++;
            sending = true;
            host.beforeWrite();
            Set<String> unsent = new HashSet<>(users);
            unsent.retainAll(
                setOffline.keySet()); // the others were stored meanwhile, by a late set
            unsent.forEach(user -> endUntilNow(user, reply));
            send(unsent);
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

  /** Does nothing if the store already has an earlier attempt that was not answered. */
  private void endUntilNow(String userId, StoredUsers read) {
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
      book.act(userId, Manual.ended(now).merge(Manual.status(Manual.status(mine), time)));
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
      if (ended || !book.hasUnsent() || !lookedUp.containsAll(setOffline.keySet())) {
        sending = false; // it was stored, or another user was set offline meanwhile
        return null;
      }
      host.beforeWrite();
      registers = book.takeUnsent();
      setOffline.clear();
      underWay = true;
      waiters.sent();
      SetRequest request =
          SetRequest.of(workspaceId, node.newRevision(), registers, node.registerTtl());
      return store -> store.set(request);
    }

    @Override
    public void answered(SetReply reply, long sentAt) {
      sending = false;
      underWay = false;
      book.advance(reply.before(), reply.after());
      if (!book.hasUnsent()) {
        waiters.sent(); // those added meanwhile have nothing else to wait for
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

    /** Registers that did not change since need not be sent again. */
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
   * A reply contained the store's revision. Messages that lead to it may be on their way. If the
   * revision here is the same one second later, a message was lost.
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

  /** True once all registers that were set before this node opened the view are known. */
  boolean isComplete() {
    return complete;
  }

  private void load() {
    if (load == null && !ended) {
      PagedRead<RegisterPage> next =
          new PagedRead<>(node, mailbox, link, () -> WorkspaceLink.AT_ONCE, new Load());
      load = next;
      next.start();
    }
  }

  /** All registers of the workspace. */
  private final class Load implements PagedRead.Pages<RegisterPage> {
    private final Map<String, Registers> found = new HashMap<>();
    private @Nullable String revision;

    @Override
    public void begin() {
      found.clear();
      revision = null;
    }

    @Override
    public CompletionStage<RegisterPage> request(PresenceStore store, String page) {
      return store.readRegisters(workspaceId, page);
    }

    @Override
    public void received(RegisterPage reply) {
      found.putAll(reply.registers());
      String first = revision == null ? reply.revision() : revision;
      revision = first;
      if (reply.next() == null) {
        loaded(found, first);
      }
    }
  }

  private void loaded(Map<String, Registers> found, String revision) {
    load = null;
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
    host.registersChanged(book.loaded(found, revision, link.storeTime()));
  }
}
