package dev.presence.store;

/**
 * What became of a {@link ClaimRequest}.
 *
 * @param before the stamp that stood before the call; empty when there was none
 * @param after the stamp that stands now: the request's, or the one before when the store held all
 *     of it already
 */
public record ClaimReply(String before, String after) {}
