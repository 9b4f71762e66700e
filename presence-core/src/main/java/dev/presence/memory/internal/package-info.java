/**
 * What the embedded store is made of: its data as a plain state, and the hub that shares one state
 * between many doors. Exported to the testkit only, which breaks such a state on purpose.
 */
@NullMarked
package dev.presence.memory.internal;

import org.jspecify.annotations.NullMarked;
