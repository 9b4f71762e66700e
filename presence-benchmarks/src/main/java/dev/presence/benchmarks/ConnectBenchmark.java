package dev.presence.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs two nodes that a user comes and goes: alone, and as one of a thousand at once. It
 * must not depend on the number of users who are there already.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConnectBenchmark {

  private static final int STORM = 1_000;

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
  public void oneComesAndGoes() {
    nodes.comeAndGo("ada");
  }

  @Benchmark
  @OperationsPerInvocation(STORM)
  public void oneOfAThousandComesAndGoes() {
    nodes.storm(STORM);
  }
}
