package dev.presence.model;

/**
 * One user whose status changed.
 *
 * @param userId who
 * @param presence what the user is now
 * @param previous what an observer of the same stream was told before; never equal to the new
 *     status
 */
public record PresenceChange(String userId, Presence presence, PresenceStatus previous) {

  public PresenceChange {
    if (presence.status() == previous) {
      throw new IllegalArgumentException(
          "user \"" + userId + "\" was " + previous + " before and after; that is no change");
    }
  }
}
