package dev.presence.engine;

import dev.presence.model.PresenceUpdate;
import dev.presence.spi.PresenceRuntime.Scheduled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A workspace as long as this node looks at it: its roster, who is told of it, and the loop that
 * keeps it alive in the store. Opens for readers once everything is loaded, or stale when that
 * takes too long. Confined to the owner.
 */
final class WorkspaceView {

  final Roster roster;
  final LeaseLoop loop;
  private final Publisher publisher;
  private final Node node;
  private final Scheduled loadDeadline;
  private List<Consumer<Roster>> readers = new ArrayList<>();
  private boolean loaded;

  WorkspaceView(
      String workspaceId, Node node, Executor owner, LeaseLoop loop, Consumer<PresenceUpdate> out) {
    this.node = node;
    this.loop = loop;
    this.roster = new Roster(workspaceId, node.newEpoch());
    this.publisher = new Publisher(roster, node.options(), node.runtime(), owner, out);
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

  boolean hasReaders() {
    return !readers.isEmpty();
  }

  /** Tells what changed, if it is time; to be called after each batch of tasks. */
  void advance(boolean claimsComplete) {
    loaded = loaded || (loop.isLoaded() && claimsComplete);
    roster.setStale(isStale());
    if (loaded && !publisher.isOpen()) {
      openForReaders();
    }
    publisher.check();
    loop.advance();
  }

  private boolean isStale() {
    return !loaded
        || node.link().isStale()
        || loop.failingMillis() >= node.options().staleAfter().toMillis();
  }

  private void openForReaders() {
    if (publisher.isOpen()) {
      return;
    }
    loadDeadline.cancel();
    roster.setStale(isStale());
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

  /** Ends without a word to the store: whatever it holds stays until its time is over. */
  void abandon() {
    if (hasReaders()) {
      openForReaders(); // whoever waits is told what there is, and that it is stale
    }
    loadDeadline.cancel();
    publisher.close();
    loop.end();
  }
}
