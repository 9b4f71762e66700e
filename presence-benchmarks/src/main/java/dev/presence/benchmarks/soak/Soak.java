package dev.presence.benchmarks.soak;

import dev.presence.PresenceTracker;
import dev.presence.benchmarks.load.JavaProcess;
import dev.presence.redis.RedisPresenceStore;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The run: its servers, its clients and the check at the end. */
@Command(
    name = "soak",
    description = "Runs a cluster over Redis under load, and checks what every client knows.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Soak implements Callable<Integer> {

  static final String WORKSPACE = "acme";

  /** A process has one open file per socket, and often may have 20,000. */
  private static final int SOCKETS_PER_PROCESS = 10_000;

  private static final int NODE_HEAP = 2_048;
  private static final int CROWD_HEAP = 1_536;
  private static final long SECOND = 1_000_000_000L;
  private static final int STEP_MILLIS = 20;
  private static final int SAMPLE_SECONDS = 60;
  private static final int TRIES = 30;
  private static final double FLAT = 1.15;
  private static final long FLAT_BYTES = 16L << 20;

  @Option(names = "--sockets", description = "Default: ${DEFAULT-VALUE}")
  private int sockets = 2_000;

  @Option(names = "--members", description = "With the sockets. Default: ${DEFAULT-VALUE}")
  private int members = 10_000;

  @Option(names = "--minutes", description = "Default: ${DEFAULT-VALUE}")
  private double minutes = 2;

  @Option(names = "--changes", description = "Per second. Default: ${DEFAULT-VALUE}")
  private int changes = 100;

  @Option(names = "--watched", description = "Users per socket. Default: ${DEFAULT-VALUE}")
  private int watched = 50;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write what is printed there too.")
  private @Nullable Path summary;

  private final List<String> said = new ArrayList<>();
  private final List<Part> nodes = new ArrayList<>();
  private final List<Part> crowds = new ArrayList<>();
  private final List<List<Long>> heaps = new ArrayList<>();
  private final long start = System.nanoTime();
  private int made;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (members <= sockets || watched > members) {
      System.err.println("--members must be more than --sockets, and at least --watched");
      return 2;
    }
    say(
        "%,d sockets, %,d members, %,d changes per second, %s minutes",
        sockets, members, changes, minutes);
    try (RedisServer redis = RedisServers.start();
        PresenceTracker tracker =
            PresenceTracker.builder()
                .store(RedisPresenceStore.builder().uri(redis.uri()).build())
                .build()) {
      Members all = new Members(tracker.workspace(WORKSPACE), members, sockets);
      all.connect();
      say("%,d members without a socket are connected", members - sockets);
      try {
        startParts(redis.uri());
        open();
        change(all);
        settle();
        return report(all);
      } finally {
        crowds.forEach(Part::close);
        nodes.forEach(Part::close); // before the Redis that they use
      }
    } finally {
      if (summary != null) {
        Files.createDirectories(summary.toAbsolutePath().getParent());
        Files.write(summary, said);
      }
    }
  }

  private void startParts(String redis) throws IOException {
    int count = Math.max(2, (sockets + SOCKETS_PER_PROCESS - 1) / SOCKETS_PER_PROCESS);
    List<String> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Part node = new Part(JavaProcess.of(NODE_HEAP, SoakNode.class, List.of(redis)));
      nodes.add(node);
      heaps.add(new ArrayList<>());
      ports.add(node.answer());
    }
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) sockets * i / count);
      int to = (int) ((long) sockets * (i + 1) / count);
      List<String> arguments =
          List.of(from + "", to + "", watched + "", members + "", String.join(",", ports));
      crowds.add(new Part(JavaProcess.of(CROWD_HEAP, SoakCrowd.class, arguments)));
    }
  }

  private void open() throws IOException {
    crowds.forEach(crowd -> crowd.send("open"));
    for (Part crowd : crowds) {
      crowd.answer();
    }
    say("%,d sockets are open at %d nodes, each watches %d users", sockets, nodes.size(), watched);
  }

  // ---------------------------------------------------------------- the load

  private void change(Members all) throws IOException, InterruptedException {
    for (Part crowd : crowds) {
      crowd.ask("churn");
    }
    long from = System.nanoTime();
    long length = (long) (minutes * 60 * SECOND);
    long nextSample = from;
    for (long now = from; now - from < length; now = System.nanoTime()) {
      while (made < (now - from) / (double) SECOND * changes) {
        all.change();
        made++;
      }
      if (now >= nextSample) {
        nextSample = now + SAMPLE_SECONDS * SECOND;
        sample();
      }
      Thread.sleep(STEP_MILLIS);
    }
    sample();
  }

  private void sample() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < nodes.size(); i++) {
      long bytes = Long.parseLong(nodes.get(i).ask("heap"));
      heaps.get(i).add(bytes);
      text.append(text.isEmpty() ? "" : ", ").append(bytes >> 20).append(" MiB");
    }
    Counts counts = count("count");
    say("%,d changes, %s; heap of the nodes: %s", made, counts, text);
  }

  private void settle() throws IOException {
    crowds.forEach(crowd -> crowd.send("settle"));
    Counts counts = Counts.NONE;
    for (Part crowd : crowds) {
      counts = counts.plus(Counts.of(crowd.answer()));
    }
    say("no more changes; %s", counts);
  }

  private Counts count(String command) throws IOException {
    Counts counts = Counts.NONE;
    for (Part crowd : crowds) {
      counts = counts.plus(Counts.of(crowd.ask(command)));
    }
    return counts;
  }

  // ---------------------------------------------------------------- the check

  private int report(Members all) throws IOException, InterruptedException {
    long wrong = wrong(all);
    for (int i = 0; wrong > 0 && i < TRIES; i++) {
      Thread.sleep(1_000);
      wrong = wrong(all);
    }
    Counts counts = count("count");
    boolean flat = heaps.stream().allMatch(Soak::isFlat);
    say("sockets that the servers dropped: %d%s", counts.dropped, first(counts));
    say("statuses that a client has wrong: %d", wrong);
    say("heap: %s", flat ? "flat" : "grows");
    say("sockets that are open: %,d of %,d", counts.ready, sockets);
    boolean passed = counts.ready == sockets && counts.dropped == 0 && wrong == 0 && flat;
    say(passed ? "passed" : "FAILED");
    return passed ? 0 : 1;
  }

  private static String first(Counts counts) {
    return counts.firstDrop.isEmpty() ? "" : ", first " + counts.firstDrop;
  }

  private static boolean isFlat(List<Long> heap) {
    return heap.get(heap.size() - 1) <= heap.get(0) * FLAT + FLAT_BYTES;
  }

  private long wrong(Members all) throws IOException {
    long wrong = 0;
    for (Part crowd : crowds) {
      Path file = Files.createTempFile("known", ".txt");
      crowd.ask("write " + file);
      for (String line : Files.readAllLines(file)) {
        wrong += wrong(all, line);
      }
      Files.delete(file);
    }
    return wrong;
  }

  private long wrong(Members all, String line) {
    int space = line.indexOf(' ');
    int number = Integer.parseInt(line, 0, space, 10);
    Watched of = SoakClient.watched(number, watched, members);
    long wrong = 0;
    for (int i = 0; i < of.count(); i++) {
      wrong += line.charAt(space + 1 + i) == Watched.letter(all.truth(of.user(i))) ? 0 : 1;
    }
    return wrong;
  }

  private void say(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, arguments);
    long seconds = (System.nanoTime() - start) / SECOND;
    said.add(String.format(Locale.ROOT, "%4d s  %s", seconds, text));
    System.out.println(said.get(said.size() - 1));
  }

  /** What the clients counted. */
  private record Counts(
      int ready, int dropped, long frames, long snapshots, int refused, String firstDrop) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, "");

    static Counts of(String line) {
      String[] words = line.split(" ", 6);
      return new Counts(
          Integer.parseInt(words[0]),
          Integer.parseInt(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Integer.parseInt(words[4]),
          words[5]);
    }

    Counts plus(Counts other) {
      return new Counts(
          ready + other.ready,
          dropped + other.dropped,
          frames + other.frames,
          snapshots + other.snapshots,
          refused + other.refused,
          firstDrop.isEmpty() ? other.firstDrop : firstDrop);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d sockets open, %,d frames, %,d snapshots, %d refused requests, %d dropped",
          ready,
          frames,
          snapshots,
          refused,
          dropped);
    }
  }
}
