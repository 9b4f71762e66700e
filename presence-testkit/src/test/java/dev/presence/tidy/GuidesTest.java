package dev.presence.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.tidy.SourceTree.Source;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guide shows is what its module compiles and its tests start, and it is short. */
@Tag("tidy")
class GuidesTest {
  private static final SourceTree TREE = SourceTree.load();

  private static final int MOST_LINES = 40;

  /** Of the transport that a guide shows. */
  private static final int MOST_LINES_OF_A_TRANSPORT = 150;

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>presence-parent</artifactId>\\s*<version>([^<]+)</version>");

  @ParameterizedTest
  @ValueSource(strings = {"start", "jetty", "spring-boot"})
  void codeAndPageAreThoseOfTheModule(String guide) {
    for (String language : List.of("java", "html")) {
      assertThat(blocks(guide, language)).as(language + " in the guide").hasSize(1);
      assertThat(blocks(guide, language)).isSubsetOf(mainFiles(guide, language));
    }
  }

  private static List<String> mainFiles(String guide, String language) {
    return TREE.endingWith("." + language)
        .filter(source -> source.path().startsWith(folder(guide) + "src/main/"))
        .map(Source::text)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetty", "spring-boot"})
  void codeForPresenceIsAtMostFortyLines(String guide) {
    assertThat(codeLines(blocks(guide, "java").get(0))).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @Test
  void transportOfAGuideIsWholeOnThePageAndShort() {
    List<String> files = mainFiles("server-sent-events", "java");
    assertThat(blocks("server-sent-events", "java")).containsAll(files);
    assertThat(blocks("server-sent-events", "html"))
        .containsExactlyElementsOf(mainFiles("server-sent-events", "html"));
    assertThat(codeLines(String.join("", files)))
        .hasSizeLessThanOrEqualTo(MOST_LINES_OF_A_TRANSPORT);
  }

  private static List<String> codeLines(String java) {
    return java.lines()
        .filter(line -> !line.isBlank())
        .filter(line -> !line.matches("(package|import) .*|\\s*(//|/?\\*).*"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "jetty", "spring-boot", "store", "server-sent-events"})
  void dependenciesAreThoseOfTheModuleInThisVersion(String guide) {
    String pom = TREE.file(folder(guide) + "pom.xml").text();
    String shown = String.join("", blocks(guide, "xml"));
    assertThat(group(pom, VERSION)).hasSize(1);
    assertThat(group(shown, Pattern.compile("<version>(0[^<]+)</version>")))
        .isNotEmpty()
        .containsOnly(group(pom, VERSION).get(0));
    assertThat(group(shown, Pattern.compile("<artifactId>([^<]+)</artifactId>")))
        .isNotEmpty()
        .filteredOn(artifact -> !artifact.equals("start")) // the reader's own project
        .allMatch(artifact -> pom.contains("<artifactId>" + artifact + "</artifactId>"));
  }

  /** The page that shows the module. */
  private static String page(String guide) {
    return switch (guide) {
      case "start" -> "docs/start.md";
      case "store" -> "docs/guides/writing-a-store.md";
      default -> folder(guide) + "README.md";
    };
  }

  private static String folder(String guide) {
    return "docs/guides/" + guide + "/";
  }

  /** The blocks of this language in the guide. */
  private static List<String> blocks(String guide, String language) {
    return group(
        TREE.file(page(guide)).text(),
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL));
  }

  private static List<String> group(String text, Pattern pattern) {
    Stream<MatchResult> found = pattern.matcher(text).results();
    return found.map(result -> result.group(1)).toList();
  }
}
