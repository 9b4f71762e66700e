/**
 * For tests: the one port through which time, scheduling and randomness come in, so that a cluster
 * runs under a manual clock.
 */
@NullMarked
package dev.presence.runtime;

import org.jspecify.annotations.NullMarked;
