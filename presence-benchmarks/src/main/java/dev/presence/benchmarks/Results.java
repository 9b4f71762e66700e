package dev.presence.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last results of each measurement, in files. */
record Results(Path folder) {

  private static final String SOAK = "soak.txt";

  /** Where the build keeps what it makes, below the root of the project. */
  static Results ofBuild() {
    return new Results(Path.of("presence-benchmarks", "target", "figures"));
  }

  void write(String name, List<Figure> figures) throws IOException {
    Files.createDirectories(folder);
    Files.write(file(name), figures.stream().map(Figure::line).toList());
  }

  /** Empty if it was not measured yet. */
  List<Figure> read(String name) throws IOException {
    return Files.exists(file(name))
        ? Files.readAllLines(file(name)).stream().map(Figure::ofLine).toList()
        : List.of();
  }

  /** What the last soak printed. */
  List<String> soak() throws IOException {
    Path file = soakFile();
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  Path soakFile() {
    return folder.resolve(SOAK);
  }

  private Path file(String name) {
    return folder.resolve(name + ".tsv");
  }
}
