/** Measurements with JMH; {@code bin/benchmark} runs them. */
@NullMarked
package dev.presence.benchmarks;

import org.jspecify.annotations.NullMarked;
