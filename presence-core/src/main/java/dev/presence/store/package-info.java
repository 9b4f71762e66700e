/**
 * For authors of a store: {@link dev.presence.store.PresenceStore}, its requests and replies, and
 * the feed.
 */
@NullMarked
package dev.presence.store;

import org.jspecify.annotations.NullMarked;
