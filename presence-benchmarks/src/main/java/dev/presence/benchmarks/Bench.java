package dev.presence.benchmarks;

import dev.presence.benchmarks.load.JavaProcess;
import dev.presence.benchmarks.soak.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final Map<String, Measurement> MEASUREMENTS = new LinkedHashMap<>();

  static {
    MEASUREMENTS.put("joins", new Joins());
    MEASUREMENTS.put("view", new Views());
    MEASUREMENTS.put("churn", new Churn());
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("unused") // picocli looks at it
  private boolean help;

  @Option(names = "--figures", paramLabel = "FILE", description = "Write the figures there too.")
  private @Nullable Path file;

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
    List<String> wanted = names.contains(ALL) ? List.copyOf(MEASUREMENTS.keySet()) : names;
    for (String name : wanted) {
      if (!MEASUREMENTS.containsKey(name)) {
        throw wrong("unknown measurement " + name + "; known: " + new Names());
      }
    }
    List<Figure> figures = wanted.size() == 1 ? measure(wanted.get(0)) : inProcesses(wanted);
    if (file != null) {
      Files.write(file, figures.stream().map(Figure::line).toList());
    }
    return 0;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private static List<Figure> measure(String name) throws Exception {
    Figures figures = new Figures(name, System.out::println);
    Objects.requireNonNull(MEASUREMENTS.get(name)).measure(figures);
    return figures.all();
  }

  private static List<Figure> inProcesses(List<String> wanted)
      throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (String name : wanted) {
      Path out = Files.createTempFile("figures", ".tsv");
      Process process =
          JavaProcess.of(HEAP, Bench.class, List.of(name, "--figures", out.toString()))
              .inheritIO()
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("measurement " + name + " failed");
      }
      Files.readAllLines(out).stream().map(Figure::ofLine).forEach(figures::add);
      Files.delete(out);
    }
    return figures;
  }
}
