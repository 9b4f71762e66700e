package dev.presence.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The text files of the repository, without what builds and tools leave in it. */
final class SourceTree {
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules");
  private static final Set<String> TEXT =
      Set.of("java", "js", "mjs", "css", "html", "lua", "md", "xml", "yml", "yaml", "properties");
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])+'"
              + "|/\\*[\\s\\S]*?\\*/|//[^\\n]*");

  /** A file with its path from the root, in the notation of Unix. */
  record Source(String path, String text) {
    String fileName() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    String stem() {
      return fileName().replaceFirst("\\..*$", "");
    }

    boolean isJava() {
      return path.endsWith(".java");
    }

    boolean isMain() {
      return path.contains("/src/main/");
    }

    List<String> lines() {
      return text.lines().toList();
    }

    /** The text with comments and literals blanked, and every line where it was. */
    String code() {
      return NOT_CODE.matcher(text).replaceAll(hit -> hit.group().replaceAll("[^\\n]", " "));
    }

    /** {@code path:line: what} for each place in {@code where} that matches. */
    Stream<String> find(String where, Pattern pattern) {
      return pattern
          .matcher(where)
          .results()
          .map(hit -> path + ":" + lineOf(where, hit.start()) + ": " + hit.group().strip());
    }

    private static long lineOf(String where, int offset) {
      return where.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
    }
  }

  private final Path root;
  private final List<Source> sources;

  private SourceTree(Path root, List<Source> sources) {
    this.root = root;
    this.sources = sources;
  }

  /** Reads the repository that contains the working directory. */
  static SourceTree load() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("mvnw"))) {
      root = root.getParent();
      if (root == null) {
        throw new IllegalStateException(
            "no mvnw above "
                + Path.of("").toAbsolutePath()
                + "; run the tests inside the repository");
      }
    }
    try {
      return new SourceTree(root, read(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean contains(String path) {
    return Files.exists(root.resolve(path));
  }

  Stream<Source> all() {
    return sources.stream();
  }

  Stream<Source> java() {
    return all().filter(Source::isJava);
  }

  Stream<Source> endingWith(String suffix) {
    return all().filter(source -> source.path().endsWith(suffix));
  }

  Source file(String path) {
    return all()
        .filter(source -> source.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(path + " is missing"));
  }

  private static List<Source> read(Path root) throws IOException {
    List<Source> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean skipped =
                !directory.equals(root) && (name.startsWith(".") || NOT_OURS.contains(name));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (TEXT.contains(name.substring(name.lastIndexOf('.') + 1))) {
              String path = root.relativize(file).toString().replace('\\', '/');
              found.add(new Source(path, Files.readString(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.comparing(Source::path));
    return List.copyOf(found);
  }
}
