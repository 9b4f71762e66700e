package dev.presence.engine;

import java.util.function.BooleanSupplier;

/**
 * A roster that is kept open for readers of any thread.
 *
 * @param stale true while users who are not online are unknown
 */
public record OpenRoster(Roster roster, BooleanSupplier stale) {}
