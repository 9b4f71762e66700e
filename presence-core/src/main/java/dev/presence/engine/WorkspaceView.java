package dev.presence.engine;

import dev.presence.model.Presence;
import dev.presence.model.PresenceUpdate;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A workspace as long as this node looks at it: its roster, its viewers, and the loop that keeps it
 * alive in the store. Opens for readers once everything is loaded, or stale when that takes too
 * long. Confined to the owner.
 */
final class WorkspaceView {

  final Roster roster;
  final LeaseLoop loop;
  final Audience audience;
  private final Expiries expiries;
  private final Publisher publisher;
  private final String workspaceId;
  private final Node node;
  private final WorkspaceLink link;
  private final Scheduled loadDeadline;
  private List<Consumer<Roster>> readers = new ArrayList<>();
  private boolean loaded;
  private volatile boolean stale;

  WorkspaceView(
      String workspaceId,
      Node node,
      Mailbox owner,
      WorkspaceLink link,
      LeaseLoop loop,
      Consumer<Set<String>> refresh) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.link = link;
    this.loop = loop;
    this.roster = new Roster(workspaceId, node.newEpoch());
    this.publisher = new Publisher(roster, node.options(), node.runtime(), owner, this::publish);
    this.audience = new Audience(node, owner, roster);
    this.expiries = new Expiries(node, owner, link, refresh);
    this.loadDeadline =
        node.runtime()
            .schedule(node.options().storeTimeout(), () -> owner.execute(this::openForReaders));
    loop.open();
  }

  /** Hands the roster to the reader as soon as it may be read; at once, mostly. */
  void whenOpen(Consumer<Roster> reader) {
    if (publisher.isOpen()) {
      reader.accept(roster);
    } else {
      readers.add(reader);
    }
  }

  /** The presence of a user was decided. True when others see that the user has gone offline. */
  boolean decided(String userId, StatusRule.Decision decision) {
    boolean wasOnline = roster.presenceOf(userId).isOnline();
    Presence selfBefore = roster.putSelf(userId, decision.self());
    roster.put(userId, decision.others());
    if (selfBefore != null) {
      audience.selfChanged(userId, selfBefore);
    }
    expiries.set(userId, decision.validUntil());
    return wasOnline && !decision.others().isOnline();
  }

  /** The store's clock may have jumped: what has ended by now is decided again. */
  void checkExpiries() {
    expiries.check();
  }

  /** True while somebody reads or looks. */
  boolean isUsed() {
    return !readers.isEmpty() || !audience.isEmpty();
  }

  private void publish(PresenceUpdate update) {
    node.outlet().published(update);
    audience.publish(update);
  }

  /** Publishes what changed, if it is time; to be called after each batch of tasks. */
  void advance(boolean registersComplete) {
    loaded = loaded || (loop.isLoaded() && registersComplete);
    checkStale();
    if (loaded && !publisher.isOpen()) {
      openForReaders();
    }
    publisher.check();
    audience.flush();
    loop.advance();
  }

  /** True while absent users are unknown. May be called by any thread. */
  boolean isStale() {
    return stale;
  }

  private void checkStale() {
    long since = loop.troubledSince();
    boolean now =
        !loaded
            || link.isStale()
            || (since >= 0 && node.ticks() - since >= node.options().staleAfter().toMillis());
    roster.setStale(now);
    if (now != stale && publisher.isOpen()) {
      node.staleView(workspaceId, now);
    }
    stale = now;
  }

  private void openForReaders() {
    if (publisher.isOpen()) {
      return;
    }
    loadDeadline.cancel();
    checkStale();
    if (stale) {
      node.staleView(workspaceId, true);
    }
    audience.open();
    publisher.open();
    List<Consumer<Roster>> waiting = readers;
    readers = new ArrayList<>();
    waiting.forEach(reader -> reader.accept(roster));
  }

  /** Nobody needs it any more. */
  void close() {
    abandon();
    loop.removeRecord();
  }

  /** Ends without a call to the store: what the store has stays until its time is over. */
  void abandon() {
    if (isUsed()) {
      openForReaders(); // whoever waits receives what there is, and that it is stale
    }
    audience.flush();
    audience.close();
    expiries.close();
    loadDeadline.cancel();
    publisher.close();
    loop.end();
  }
}
