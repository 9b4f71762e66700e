package dev.presence.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.tidy.SourceTree.Source;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guide shows is what its module compiles and its tests start, and it is short. */
@Tag("tidy")
class GuidesTest {
  private static final SourceTree TREE = SourceTree.load();

  private static final int MOST_LINES = 40;

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>presence-parent</artifactId>\\s*<version>([^<]+)</version>");

  @ParameterizedTest
  @ValueSource(strings = {"start", "jetty", "spring-boot"})
  void codeAndPageAreThoseOfTheModule(String guide) {
    for (String language : List.of("java", "html")) {
      List<String> files =
          TREE.endingWith("." + language)
              .filter(source -> source.path().startsWith(folder(guide) + "src/main/"))
              .map(Source::text)
              .toList();
      assertThat(blocks(guide, language)).as(language + " in the guide").hasSize(1);
      assertThat(blocks(guide, language)).isSubsetOf(files);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetty", "spring-boot"})
  void codeForPresenceIsAtMostFortyLines(String guide) {
    List<String> lines =
        blocks(guide, "java")
            .get(0)
            .lines()
            .filter(line -> !line.isBlank() && !line.matches("(package|import) .*|\\s*//.*"))
            .toList();
    assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "jetty", "spring-boot", "store"})
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
