/** Servers and clients that measurements put under load. */
@NullMarked
package dev.presence.benchmarks.load;

import org.jspecify.annotations.NullMarked;
