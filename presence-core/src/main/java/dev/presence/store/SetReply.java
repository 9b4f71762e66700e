package dev.presence.store;

/**
 * What became of a {@link SetRequest}.
 *
 * @param before the revision before the call; empty when there was none
 * @param after the revision now: the request's, or the one before when the store held all of it
 *     already
 */
public record SetReply(String before, String after) {}
