/** A long run of a whole cluster under load, with a check of what every client knows. */
@NullMarked
package dev.presence.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
