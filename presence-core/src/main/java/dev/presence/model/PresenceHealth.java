package dev.presence.model;

import java.time.Duration;

/**
 * How a node stands with its store.
 *
 * @param connected true while the store answers
 * @param stale true when it has not answered for {@link PresenceOptions#staleAfter()}, so that
 *     clients were told
 * @param silence how long ago the store answered last
 */
public record PresenceHealth(boolean connected, boolean stale, Duration silence) {}
