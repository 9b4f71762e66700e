/**
 * What others implement: the store, the broadcaster, listeners, observers, and the one port through
 * which time, scheduling and randomness come in.
 */
@NullMarked
package dev.presence.spi;

import org.jspecify.annotations.NullMarked;
