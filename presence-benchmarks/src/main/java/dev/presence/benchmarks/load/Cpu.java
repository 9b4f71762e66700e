package dev.presence.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process uses. */
public final class Cpu {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long process = SYSTEM.getProcessCpuTime();
  private final long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

  private Cpu() {}

  /** Begins to measure. The calling thread is that of the clients. */
  public static Cpu start() {
    return new Cpu();
  }

  /** Nanoseconds of all threads but this one, since the start. */
  public long othersNanos() {
    long mine = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - thread;
    return SYSTEM.getProcessCpuTime() - process - mine;
  }

  /** Bytes of the heap that are in use after a collection. */
  public static long heapInUse() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
