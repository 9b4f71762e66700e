package dev.presence.benchmarks;

import dev.presence.benchmarks.load.JavaProcess;
import dev.presence.benchmarks.soak.Soak;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures what presence costs, from the command line; {@code --help} lists the flags. */
@Command(
    name = "bin/bench",
    description = "Measures what presence costs, next to a baseline in the same run.",
    subcommands = Soak.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Bench implements Callable<Integer> {

  private static final String ALL = "all";

  /** Of a process that measures, in megabytes. */
  private static final int HEAP = 4_096;

  private static final String PAGE = "page";

  private static final Map<String, Measurement> MEASUREMENTS = new LinkedHashMap<>();
  private static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    add("joins", "Many sockets join one workspace", new Joins());
    add("view", "Reads in process", new Views());
    add("churn", "Users connect and leave", new Churn());
    add("memory", "Memory", new MemoryUse());
    add("heartbeat", "Heartbeats in Redis", new Heartbeats());
    add("fanout", "Fan-out", new FanOut());
    add("latency", "From node to node", new Latency());
    add("engine", "The engine and the number of users", new EngineSize());
  }

  private static void add(String name, String title, Measurement measurement) {
    MEASUREMENTS.put(name, measurement);
    TITLES.put(name, title);
  }

  private static final Results RESULTS = Results.ofBuild();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("unused") // picocli looks at it
  private boolean help;

  @Option(
      names = "--soak",
      split = ",",
      paramLabel = "FLAG",
      description = "With all: flags of the soak, separated by commas. Default: those of soak")
  private List<String> soak = List.of();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "What to measure: ${COMPLETION-CANDIDATES}",
      completionCandidates = Names.class)
  private List<String> names = List.of();

  /** The names of all measurements. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(MEASUREMENTS.keySet());
      add(ALL);
      add(PAGE);
    }
  }

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (names.isEmpty()) {
      throw wrong("say what to measure: " + new Names());
    }
    boolean all = names.contains(ALL);
    List<String> wanted = all ? List.copyOf(MEASUREMENTS.keySet()) : names;
    for (String name : wanted) {
      if (!MEASUREMENTS.containsKey(name) && !name.equals(PAGE)) {
        throw wrong("unknown measurement " + name + "; known: " + new Names());
      }
    }
    if (wanted.size() == 1 && !wanted.contains(PAGE)) {
      measure(wanted.get(0));
    } else {
      inProcesses(wanted);
    }
    if (all) {
      soak();
    }
    if (all || wanted.contains(PAGE)) {
      new PerformancePage(RESULTS, TITLES).write();
    }
    return 0;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private static void measure(String name) throws Exception {
    Figures figures = new Figures(name, System.out::println);
    Objects.requireNonNull(MEASUREMENTS.get(name)).measure(figures);
    RESULTS.write(name, figures.all());
  }

  private static void inProcesses(List<String> wanted) throws IOException, InterruptedException {
    for (String name : wanted) {
      if (!name.equals(PAGE) && run(List.of(name)) != 0) {
        throw new IllegalStateException("measurement " + name + " failed");
      }
    }
  }

  private void soak() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("soak", "--summary", RESULTS.soakFile().toString()));
    arguments.addAll(soak);
    if (run(arguments) != 0) {
      System.err.println("The soak failed; the page says how.");
    }
  }

  private static int run(List<String> arguments) throws IOException, InterruptedException {
    return JavaProcess.of(HEAP, Bench.class, arguments).inheritIO().start().waitFor();
  }
}
