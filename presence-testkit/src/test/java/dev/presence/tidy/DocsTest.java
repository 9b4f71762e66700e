package dev.presence.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceTracker;
import dev.presence.model.PresenceOptions;
import dev.presence.tidy.SourceTree.Source;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Docs must match the code: their links, paths, classes and tests exist. */
@Tag("tidy")
class DocsTest {
  private static final SourceTree TREE = SourceTree.load();

  /** {@code [text](target)}, without an anchor. */
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");

  /** A path from the root in backticks, as far as it has no variable part. */
  private static final Pattern PATH =
      Pattern.compile("`((?:presence-\\w+|docs|bin|\\.ci|\\.mvn)/[\\w./-]*)[^`]*`");

  private static final Pattern TEST =
      Pattern.compile("`(\\w+(?:Test|Contract|Promises))(?:#(\\w+))?`");

  /** A name in backticks, as a class has. */
  private static final Pattern TYPE = Pattern.compile("`((?:[A-Z][a-z0-9]+)+)`");

  private static final Pattern NO_WORD = Pattern.compile("\\W+");

  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @Test
  void linksLeadSomewhere() {
    assertThat(pages().flatMap(page -> page.find(page.text(), LINK).filter(it -> isDead(page, it))))
        .isEmpty();
  }

  private static boolean isDead(Source page, String found) {
    String target = found.replaceFirst(".*\\]\\(([^)#\\s]+).*", "$1");
    if (target.matches("\\w+:.*")) {
      return false;
    }
    Path here = Path.of(page.path()).resolveSibling(target).normalize();
    return !TREE.contains(here.toString().replace('\\', '/'));
  }

  @Test
  void pathsExist() {
    assertThat(
            pages()
                .flatMap(
                    page ->
                        matches(page, PATH)
                            .filter(path -> !TREE.contains(path.group(1)))
                            .map(path -> page.path() + ": " + path.group())))
        .isEmpty();
  }

  @Test
  void classesThatTheInternalsNameExist() {
    Set<String> words =
        TREE.all()
            .filter(it -> it.isJava() || it.path().endsWith(".js"))
            .flatMap(it -> NO_WORD.splitAsStream(it.code()))
            .collect(Collectors.toSet());
    assertThat(
            pages()
                .filter(page -> page.path().startsWith("docs/internals/"))
                .flatMap(
                    page ->
                        matches(page, TYPE)
                            .filter(type -> !words.contains(type.group(1)))
                            .map(type -> page.path() + ": " + type.group())))
        .isEmpty();
  }

  @Test
  void testsThatAreNamedExist() {
    assertThat(
            pages()
                .flatMap(
                    page ->
                        matches(page, TEST)
                            .filter(test -> !exists(test.group(1), test.group(2)))
                            .map(test -> page.path() + ": " + test.group())))
        .isEmpty();
  }

  private static boolean exists(String type, String method) {
    return TREE.endingWith("/" + type + ".java")
        .anyMatch(it -> method == null || it.code().contains("void " + method + "("));
  }

  /** An example that is code of a test or of a guide compiles and works. */
  @Test
  void everyJavaExampleIsCutFromATestOrAGuide() {
    List<String> sources =
        TREE.java()
            .filter(it -> !it.isMain() || it.path().startsWith("docs/"))
            .map(it -> unindented(it.text()))
            .toList();
    assertThat(
            pages()
                .flatMap(
                    page ->
                        matches(page, JAVA_BLOCK)
                            .map(block -> unindented(block.group(1)))
                            .filter(block -> sources.stream().noneMatch(it -> it.contains(block)))
                            .map(block -> page.path() + ": " + block)))
        .isEmpty();
  }

  @Test
  void theReadmeHasAnExampleAndAtMost120Lines() {
    assertThat(TREE.file("README.md").text()).contains("```java");
    assertThat(TREE.file("README.md").lines()).hasSizeLessThanOrEqualTo(120);
  }

  @Test
  void everyOptionOfATrackerIsOnThePageOfOptions() {
    String page = TREE.file("docs/reference/options.md").text();
    assertThat(
            Stream.of(PresenceOptions.Builder.class, PresenceTracker.Builder.class)
                .flatMap(builder -> Stream.of(builder.getMethods()))
                .filter(method -> method.getParameterCount() == 1)
                .filter(method -> method.getReturnType().equals(method.getDeclaringClass()))
                .map(Method::getName))
        .isNotEmpty()
        .allMatch(name -> page.contains("| `" + name + "` |"), "has a row in the page");
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @Test
  void theModulesAreThoseOfTheRequirements() {
    String parent = TREE.file("pom.xml").text();
    assertThat(
            Stream.of("presence-core", "presence-redis", "presence-websocket", "presence-sample"))
        .allMatch(module -> parent.contains("<module>" + module + "</module>"))
        .allMatch(module -> TREE.contains(module + "/src/main/java"));
    assertThat(TREE.contains("docs/internals/requirements.md")).isTrue();
  }

  @Test
  void theModulesAreBuiltOnWhatTheRequirementsName() {
    assertUses("pom.xml", "junit-jupiter", "assertj-core");
    assertUses("presence-redis/pom.xml", "lettuce-core", "presence-redis-servers");
    assertUses("presence-redis-servers/pom.xml", "testcontainers");
    assertUses(
        "presence-websocket/pom.xml",
        "jakarta.websocket-api",
        "jackson-databind",
        "tyrus-standalone-client");
  }

  private static void assertUses(String pom, String... artifacts) {
    String text = TREE.file(pom).text();
    assertThat(artifacts).allMatch(it -> text.contains("<artifactId>" + it + "</artifactId>"));
  }

  private static Stream<Source> pages() {
    return TREE.endingWith(".md");
  }

  private static Stream<MatchResult> matches(Source page, Pattern pattern) {
    return pattern.matcher(page.text()).results();
  }
}
