/** The embedded store: everything in this JVM's memory, with the semantics of a shared one. */
@NullMarked
package dev.presence.memory;

import org.jspecify.annotations.NullMarked;
