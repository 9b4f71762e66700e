package dev.presence.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.tidy.SourceTree.Source;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of CONTRIBUTING.md that a machine can hold. */
@Tag("tidy")
class TidyTest {
  private static final SourceTree TREE = SourceTree.load();

  private static final List<String> PUBLISHED =
      List.of("presence-core", "presence-testkit", "presence-redis", "presence-websocket");

  /** Who may read the clock, sleep or draw numbers of its own, by beginning of path, and why. */
  private static final Map<String, String> OUTSIDE_THE_PORT =
      Map.of(
          "presence-core/src/main/java/dev/presence/SystemRuntime.java", "is the port's real side",
          "presence-redis/src/main/java/dev/presence/redis/LoopThread.java",
              "is the real side of the scheduler of a Redis store",
          "presence-core/src/main/java/dev/presence/memory/InMemoryPresenceStore.java",
              "can be made without a runtime",
          "presence-benchmarks/", "measures the machine it runs on");

  private static final Pattern TIME_OR_CHANCE =
      Pattern.compile(
          "Thread\\.sleep|TimeUnit\\.\\w+\\.sleep|LockSupport\\.park(Nanos|Until)"
              + "|System\\.(currentTimeMillis|nanoTime)|\\b(Instant|Local\\w+|ZonedDateTime)\\.now\\("
              + "|Clock\\.(system|tick)\\w*|new Date\\(\\)|ThreadLocalRandom|Math\\.random"
              + "|new (Secure)?Random\\(\\)|UUID\\.randomUUID");

  private static final Pattern SKIPPED_TEST =
      Pattern.compile(
          "@Disabled\\w*|@EnabledIf\\w*|@EnabledOn\\w*"
              + "|\\bassum(e(True|False|That)|ingThat|eThatCode)\\b");

  private static final Pattern EMPTY_NAME = Pattern.compile("\\w*(Utils?|Helpers?|Manager|Impl)");

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:\\w+(?:-\\w+)? )*(?:class|interface|enum|record|@interface) (\\w+)",
          Pattern.MULTILINE);

  private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+)");

  @Test
  void timeAndChanceComeThroughThePort() {
    assertThat(
            TREE.java()
                .filter(
                    source ->
                        OUTSIDE_THE_PORT.keySet().stream().noneMatch(source.path()::startsWith))
                .flatMap(source -> source.find(source.code(), TIME_OR_CHANCE)))
        .as("use the port for time, scheduling and randomness; await conditions, never sleep")
        .isEmpty();
  }

  @Test
  void noTestIsSkipped() {
    assertThat(TREE.java().flatMap(source -> source.find(source.code(), SKIPPED_TEST)))
        .as("a test runs or is deleted")
        .isEmpty();
  }

  @Test
  void nothingIsLeftToDo() {
    Pattern leftover = Pattern.compile("\\b(TO[D]O|FI[X]ME|XX[X])\\b");
    assertThat(TREE.all().flatMap(source -> source.find(source.text(), leftover)))
        .as("do it, or write it down where work is planned")
        .isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() {
    assertThat(TREE.java().filter(source -> EMPTY_NAME.matcher(source.stem()).matches()))
        .as("a class is named after what it is")
        .extracting(Source::path)
        .isEmpty();
  }

  @Test
  void filesAreShort() {
    assertThat(
            Stream.of(".java", ".js", ".css", ".lua")
                .flatMap(TREE::endingWith)
                .filter(source -> source.lines().size() > 500))
        .as("500 lines are the limit of a file; find the second thing in it")
        .extracting(Source::path)
        .isEmpty();
    assertThat(TREE.file("pom.xml").lines()).hasSizeLessThanOrEqualTo(250);
  }

  @Test
  void publicTypesHaveJavadoc() {
    assertThat(publishedMain().filter(Source::isJava).flatMap(TidyTest::undocumentedTypes))
        .as("a public type of a published module has Javadoc")
        .isEmpty();
  }

  @Test
  void exportedPackagesAreNullMarked() {
    assertThat(PUBLISHED.stream().flatMap(TidyTest::exportsWithoutNullMarked))
        .as("an exported package has a package-info.java with @NullMarked")
        .isEmpty();
  }

  @Test
  void scriptsStartWithTheirKeysAndArguments() {
    assertThat(
            TREE.endingWith(".lua")
                .filter(source -> !headerOf(source).matches("(?s).*\\bKEYS\\b.*\\bARGV\\b.*")))
        .as("a Lua file starts with a comment that lists KEYS, then ARGV")
        .extracting(Source::path)
        .isEmpty();
  }

  @Test
  void theRepositoryHasWhatOthersLookFor() {
    assertThat(
            Stream.of(
                "LICENSE",
                "README.md",
                "CHANGELOG.md",
                "CONTRIBUTING.md",
                ".editorconfig",
                "docs/start.md",
                "docs/concepts.md",
                "docs/internals/requirements.md",
                "bin/test",
                "bin/demo",
                ".ci/run"))
        .allMatch(TREE::contains);
  }

  private static Stream<Source> publishedMain() {
    return TREE.all()
        .filter(
            source -> PUBLISHED.stream().anyMatch(m -> source.path().startsWith(m + "/src/main/")));
  }

  private static Stream<String> undocumentedTypes(Source source) {
    return PUBLIC_TYPE
        .matcher(source.text())
        .results()
        .filter(type -> !endsWithJavadoc(source.text().substring(0, type.start())))
        .map(type -> source.path() + ": " + type.group(1));
  }

  private static boolean endsWithJavadoc(String beforeType) {
    List<String> lines = beforeType.lines().toList();
    int last = lines.size() - 1;
    while (last >= 0 && isAnnotation(lines.get(last))) {
      last--;
    }
    if (last < 0 || !lines.get(last).strip().endsWith("*/")) {
      return false;
    }
    String upToComment = String.join("\n", lines.subList(0, last + 1));
    return upToComment.lastIndexOf("/**") > upToComment.lastIndexOf("*/", upToComment.length() - 3);
  }

  private static boolean isAnnotation(String line) {
    return line.isBlank()
        || line.startsWith("@")
        || line.startsWith("    ")
        || line.startsWith(")");
  }

  private static Stream<String> exportsWithoutNullMarked(String module) {
    String java = module + "/src/main/java/";
    return EXPORT
        .matcher(TREE.file(java + "module-info.java").code())
        .results()
        .map(
            (MatchResult export) -> java + export.group(1).replace('.', '/') + "/package-info.java")
        .filter(info -> !TREE.contains(info) || !TREE.file(info).code().contains("@NullMarked"));
  }

  private static String headerOf(Source script) {
    return String.join(
        "\n", script.lines().stream().takeWhile(line -> line.startsWith("--")).toList());
  }
}
