package dev.presence.transport;

import dev.presence.model.PresenceIds;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who a {@link Viewer} is and what it receives. Immutable. */
public final class ViewerOptions {

  private final @Nullable String userId;
  private final Interest interest;
  private final Visibility visibility;
  private final int fullListLimit;
  private final int watchLimit;
  private final int pendingUsers;
  private final boolean data;
  private final @Nullable Object attachment;

  private ViewerOptions(Builder builder) {
    userId = builder.userId;
    interest = builder.interest;
    visibility = builder.visibility;
    fullListLimit = builder.fullListLimit;
    watchLimit = builder.watchLimit;
    pendingUsers = builder.pendingUsers;
    data = builder.data;
    attachment = builder.attachment;
  }

  /** A viewer for this user, who always sees itself. */
  public static Builder of(String userId) {
    Builder builder = new Builder();
    builder.userId = PresenceIds.require("userId", userId);
    return builder;
  }

  /** A viewer without a user, for server code. */
  public static Builder withoutUser() {
    return new Builder();
  }

  /** Who looks; null for a viewer without a user. */
  public @Nullable String userId() {
    return userId;
  }

  /** Whose changes the viewer receives at first. */
  public Interest interest() {
    return interest;
  }

  /** Whom the viewer may see. */
  public Visibility visibility() {
    return visibility;
  }

  /** How many users may be online before a viewer of everyone receives a partial snapshot. */
  public int fullListLimit() {
    return fullListLimit;
  }

  /** How many users the viewer may watch by name. */
  public int watchLimit() {
    return watchLimit;
  }

  /** Of how many users changes may be pending before a snapshot replaces them. */
  public int pendingUsers() {
    return pendingUsers;
  }

  /** Whether the viewer receives what connections state of themselves. */
  public boolean data() {
    return data;
  }

  /** The transport's own object for this client. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Builds the options of a viewer; everything has a default. */
  public static final class Builder {

    private @Nullable String userId;
    private Interest interest = Interest.everyone();
    private Visibility visibility = Visibility.everyone();
    private int fullListLimit = Integer.MAX_VALUE;
    private int watchLimit = 5_000;
    private int pendingUsers = 1_000;
    private boolean data;
    private @Nullable Object attachment;

    private Builder() {}

    /** Whose changes the viewer receives at first. Default: everyone. */
    public Builder interest(Interest value) {
      interest = Objects.requireNonNull(value, "interest");
      return this;
    }

    /** Whom the viewer may see. Default: everyone. */
    public Builder visibility(Visibility value) {
      visibility = Objects.requireNonNull(value, "visibility");
      return this;
    }

    /**
     * With more visible users online, a viewer of everyone receives a partial snapshot, counts, and
     * changes of the users that it watches by name. Default: no limit.
     */
    public Builder fullListLimit(int value) {
      fullListLimit = atLeast("fullListLimit", value, 0);
      return this;
    }

    /** How many users the viewer may watch by name. Default: 5,000. */
    public Builder watchLimit(int value) {
      watchLimit = atLeast("watchLimit", value, 0);
      return this;
    }

    /**
     * While the viewer is busy, changes are merged by user; of more users than this a snapshot
     * replaces them. Default: 1,000.
     */
    public Builder pendingUsers(int value) {
      pendingUsers = atLeast("pendingUsers", value, 1);
      return this;
    }

    /**
     * Whether the viewer receives what connections state of themselves, see {@link
     * dev.presence.model.Presence#data()}. Default: no.
     */
    public Builder data(boolean value) {
      data = value;
      return this;
    }

    /** The transport's own object for this client. Default: none. */
    public Builder attachment(Object value) {
      attachment = Objects.requireNonNull(value, "attachment");
      return this;
    }

    /** The options. */
    public ViewerOptions build() {
      if (interest.userIds().size() > watchLimit) {
        throw new IllegalArgumentException(
            "interest names "
                + interest.userIds().size()
                + " users; watchLimit is "
                + watchLimit
                + ". Watch fewer users or raise watchLimit");
      }
      return new ViewerOptions(this);
    }

    private static int atLeast(String name, int value, int least) {
      if (value < least) {
        throw new IllegalArgumentException(
            name + " was " + value + "; it must be at least " + least);
      }
      return value;
    }
  }
}
