package dev.presence.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the page of the documentation from the last results. */
final class PerformancePage {

  private static final Path PAGE = Path.of("docs", "reference", "performance.md");
  private static final Path PLOT = Path.of("docs", "images", "cost-against-size.svg");

  /** The frame of the page, with places for what is measured. */
  private static final String FRAME = "performance.txt";

  private final Results results;
  private final Map<String, String> titles;

  /**
   * A page of these results.
   *
   * @param titles names of measurements and titles of their tables
   */
  PerformancePage(Results results, Map<String, String> titles) {
    this.results = results;
    this.titles = titles;
  }

  void write() throws IOException {
    List<String> tables = new ArrayList<>();
    List<Figure> missed = new ArrayList<>();
    for (Map.Entry<String, String> title : titles.entrySet()) {
      List<Figure> figures = results.read(title.getKey());
      if (!figures.isEmpty()) {
        tables.add(table(title.getKey(), title.getValue(), figures));
        figures.stream().filter(figure -> !figure.isReached()).forEach(missed::add);
      }
    }
    String page =
        frame()
            .replace("{date}", LocalDate.now(ZoneOffset.UTC).toString())
            .replace("{machine}", list(Machine.lines()))
            .replace("{missed}", missed(missed))
            .replace("{soak}", String.join("\n", results.soak()))
            .replace("{tables}", String.join("\n", tables));
    Files.writeString(PAGE, page);
    List<Figure> bySize = results.read("engine");
    if (!bySize.isEmpty()) {
      Files.writeString(PLOT, new Plot(bySize).svg());
    }
  }

  private static String frame() throws IOException {
    try (InputStream in = PerformancePage.class.getResourceAsStream(FRAME)) {
      if (in == null) {
        throw new IllegalStateException("the frame of the page is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String list(List<String> lines) {
    return lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
  }

  private static String table(String name, String title, List<Figure> figures) {
    StringBuilder table = new StringBuilder("### " + title + "\n\n    bin/bench " + name + "\n\n");
    table.append(
        "| work | measured | baseline | ratio | to reach | |\n| --- | --- | --- | --- | --- | --- |\n");
    for (Figure it : figures) {
      table.append(
          String.format(
              "| %s | %s %s | %s: %s | %s | %s | %s |%n",
              it.work(),
              Goal.number(it.measured()),
              it.unit(),
              it.baselineName(),
              Goal.number(it.baseline()),
              it.baseline() == 0 ? "" : Goal.number(it.ratio()),
              it.goal().text(it.unit()),
              it.goal().kind() == Goal.Kind.NONE ? "" : it.isReached() ? "reached" : "missed"));
    }
    return table.toString();
  }

  private static String missed(List<Figure> missed) {
    if (missed.isEmpty()) {
      return "All figures are reached.";
    }
    List<String> lines =
        missed.stream()
            .map(it -> it.measurement() + ", " + it.work() + ": " + it.verdict() + busy(it))
            .toList();
    return list(lines);
  }

  private static String busy(Figure figure) {
    return figure.reason().isEmpty() && Machine.isBusy()
        ? ": not explained yet; other programs used the machine, so measure again"
        : "";
  }
}
