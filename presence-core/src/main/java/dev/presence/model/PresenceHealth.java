package dev.presence.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a node stands with its store, at one moment. Immutable.
 *
 * <p>A node can be {@linkplain #isConnected() connected} and still show a workspace as stale: when
 * the store refuses its writes, or when part of it could not be read.
 */
public final class PresenceHealth {

  private final List<Shard> shards;
  private final int staleWorkspaces;

  private PresenceHealth(List<Shard> shards, int staleWorkspaces) {
    this.shards = List.copyOf(shards);
    this.staleWorkspaces = staleWorkspaces;
  }

  /** The health of a node with these shards, of whose workspaces so many are stale. */
  public static PresenceHealth of(List<Shard> shards, int staleWorkspaces) {
    return new PresenceHealth(shards, staleWorkspaces);
  }

  /** True while every shard of the store answers; false before the first answer. */
  public boolean isConnected() {
    return !shards.isEmpty() && shards.stream().allMatch(Shard::isConnected);
  }

  /** True when users of some workspace may be shown as unknown at this node. */
  public boolean isStale() {
    return staleWorkspaces > 0 || shards.stream().anyMatch(Shard::isStale);
  }

  /** How long ago the shard answered that has been silent for the longest. */
  public Duration silence() {
    return shards.stream().map(Shard::silence).reduce(Duration.ZERO, PresenceHealth::longer);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** How many workspaces this node shows as stale now, for whatever reason. */
  public int staleWorkspaces() {
    return staleWorkspaces;
  }

  /** Each shard of the store: the masters of a cluster, or the one server. */
  public List<Shard> shards() {
    return shards;
  }

  @Override
  public String toString() {
    return "PresenceHealth[connected="
        + isConnected()
        + ", stale="
        + isStale()
        + ", staleWorkspaces="
        + staleWorkspaces
        + ", shards="
        + shards
        + "]";
  }

  /** How a node stands with one shard of its store. Immutable. */
  public static final class Shard {

    private final String id;
    private final boolean connected;
    private final boolean stale;
    private final Duration silence;

    private Shard(String id, boolean connected, boolean stale, Duration silence) {
      this.id = Objects.requireNonNull(id, "id");
      this.connected = connected;
      this.stale = stale;
      this.silence = silence;
    }

    /** A shard of this name. */
    public static Shard of(String id, boolean connected, boolean stale, Duration silence) {
      return new Shard(id, connected, stale, silence);
    }

    /** Names the shard within its store. */
    public String id() {
      return id;
    }

    /** True while the shard answers. */
    public boolean isConnected() {
      return connected;
    }

    /** True when it has not answered for {@link PresenceOptions#staleAfter()}. */
    public boolean isStale() {
      return stale;
    }

    /** How long ago it answered last. */
    public Duration silence() {
      return silence;
    }

    @Override
    public String toString() {
      return id + (connected ? " connected" : " silent for " + silence) + (stale ? ", stale" : "");
    }
  }
}
