package dev.presence.benchmarks;

/** Something that {@code bin/bench} measures, in a Java process of its own. */
@FunctionalInterface
interface Measurement {
  /** Measures, and adds what it found. */
  void measure(Figures figures) throws Exception;
}
