package dev.presence.engine;

import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceUpdate;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when changes of a workspace are published: the first at once, those of the window after
 * it together. Silent until the workspace is loaded for the first time. Confined to the owner.
 */
final class Publisher {

  /** With more users than this in one window, the next window is the longer one. */
  private static final int BUSY_USERS = 10;

  private final Roster roster;
  private final PresenceOptions options;
  private final PresenceRuntime runtime;
  private final Executor owner;
  private final Consumer<PresenceUpdate> out;
  private @Nullable Scheduled window;
  private boolean open;

  Publisher(
      Roster roster,
      PresenceOptions options,
      PresenceRuntime runtime,
      Executor owner,
      Consumer<PresenceUpdate> out) {
    this.roster = roster;
    this.options = options;
    this.runtime = runtime;
    this.owner = owner;
    this.out = out;
  }

  /**
   * From now on changes are published; the first update, with everybody who is online, goes out
   * even if nobody is.
   */
  void open() {
    open = true;
    publish();
  }

  boolean isOpen() {
    return open;
  }

  /** Something may have changed. */
  void check() {
    if (open && window == null && roster.isUnpublished()) {
      publish();
    }
  }

  private void publish() {
    Duration length = roster.unpublished() > BUSY_USERS ? options.busyWindow() : options.window();
    out.accept(roster.publish());
    if (!length.isZero()) {
      window = runtime.schedule(length, () -> owner.execute(this::windowOver));
    }
  }

  private void windowOver() {
    window = null;
    check();
  }

  void close() {
    open = false;
    if (window != null) {
      window.cancel();
    }
  }
}
