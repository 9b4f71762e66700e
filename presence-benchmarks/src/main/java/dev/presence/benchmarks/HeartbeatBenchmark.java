package dev.presence.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a minute of two nodes costs in which nobody comes or goes: two heartbeats and sixty probes a
 * node. It must not depend on the number of users.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HeartbeatBenchmark {

  /** How many users are in the workspace. */
  @Param({"10", "1000", "100000"})
  public int users;

  private TwoNodes nodes = new TwoNodes(0);

  /** Connects the users. */
  @Setup(Level.Trial)
  public void connect() {
    nodes = new TwoNodes(users);
  }

  @Benchmark
  public void anIdleMinute() {
    nodes.pass(Duration.ofMinutes(1));
  }
}
