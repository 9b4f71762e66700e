package dev.presence.engine;

import dev.presence.model.Activity;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One open tab or device at this node. Its fields belong to the owner of its workspace, except
 * {@link #phase}, which anyone may read, and the volatile time of the last refresh, which anyone
 * may set.
 */
public final class LocalConnection {

  /** Where a connection is in its life; it only moves forward. */
  public enum Phase {
    /** Counts, and may change. */
    OPEN,
    /** Its socket is gone: counts until the grace is over. */
    LOST,
    /** Counts no more. */
    ENDED
  }

  /** Why a connection ended. */
  public enum End {
    /** It left. */
    LEFT,
    /** Its socket was lost, and the grace is over. */
    DISCONNECTED,
    /** The user was set offline. */
    SET_OFFLINE,
    /** The tracker was closed. */
    TRACKER_CLOSED
  }

  private final String id;
  private final String userId;
  private final @Nullable Duration refreshWithin;
  private final long calledAt;
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private volatile Phase phase = Phase.OPEN;
  private volatile long refreshedAt;
  private Activity activity;
  private long openedAt;
  private @Nullable String data;
  private @Nullable Scheduled dataTimer;
  private @Nullable Scheduled timer;

  public LocalConnection(
      String id, String userId, Activity activity, @Nullable Duration refreshWithin, long ticks) {
    this.id = id;
    this.userId = userId;
    this.activity = activity;
    this.refreshWithin = refreshWithin;
    this.calledAt = ticks;
    this.refreshedAt = ticks;
  }

  public String id() {
    return id;
  }

  public String userId() {
    return userId;
  }

  public Phase phase() {
    return phase;
  }

  /** Completes when the connection counts no more, on any thread. */
  public CompletableFuture<End> ended() {
    return ended;
  }

  /** Notes a sign of life at {@code ticks}; false when it came too late. */
  public boolean refresh(long ticks) {
    refreshedAt = ticks;
    return phase == Phase.OPEN;
  }

  @Nullable Duration refreshWithin() {
    return refreshWithin;
  }

  /** When the application connected, in ticks: its owner may learn of it late. */
  long calledAt() {
    return calledAt;
  }

  long refreshedAt() {
    return refreshedAt;
  }

  Activity activity() {
    return activity;
  }

  void setActivity(Activity value) {
    activity = value;
  }

  /** What it states of itself, a JSON object; null for nothing. */
  @Nullable String data() {
    return data;
  }

  /**
   * Sets what it states of itself.
   *
   * @param end clears it when it is over; null if it does not end
   */
  void setData(@Nullable String value, @Nullable Scheduled end) {
    data = value;
    if (dataTimer != null) {
      dataTimer.cancel();
    }
    dataTimer = end;
  }

  /** When it was opened, on the store's clock. */
  long openedAt() {
    return openedAt;
  }

  void opened(long storeTime) {
    openedAt = storeTime;
  }

  void lose() {
    phase = Phase.LOST;
  }

  void end(End reason) {
    phase = Phase.ENDED;
    replaceTimer(null);
    setData(null, null);
    ended.complete(reason);
  }

  /** At most one timer waits for a connection: for its refresh, then for its grace. */
  void replaceTimer(@Nullable Scheduled next) {
    if (timer != null) {
      timer.cancel();
    }
    timer = next;
  }
}
