/**
 * The tracker and what it hands out. Begin at {@link dev.presence.PresenceTracker#builder()}.
 *
 * <p>Every class here is safe for use by any thread, unless it says otherwise.
 */
@NullMarked
package dev.presence;

import org.jspecify.annotations.NullMarked;
