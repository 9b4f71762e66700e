package dev.presence.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.tidy.SourceTree.Source;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each requirement has one row in {@code docs/internals/requirements.md}, and the tests that the
 * row names exist. A test is named {@code `NameTest`}, {@code `NameTest#method`}, {@code
 * `name.test.js`} or {@code `name.test.js#title`}; tests that each implementation runs are in a
 * contract or in promises.
 */
@Tag("tidy")
class RequirementsTest {
  private static final SourceTree TREE = SourceTree.load();

  private static final Pattern ROW =
      Pattern.compile("^\\| ([MUV]\\d+) \\|(.*)$", Pattern.MULTILINE);

  private static final Pattern TEST =
      Pattern.compile("`(\\w+(?:Test|Contract|Promises)|[\\w.-]+\\.test\\.js)(?:#([^`]+))?`");

  @Test
  void eachRequirementHasOneRow() {
    assertThat(rows().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ids("M", 16), ids("U", 13), ids("V", 14)).flatMap(ids -> ids).toList());
  }

  @Test
  void eachRowNamesATest() {
    assertThat(
            rows()
                .filter(row -> !TEST.matcher(row.group(2)).find())
                .filter(row -> !row.group(2).contains("not built yet")))
        .extracting(row -> row.group(1))
        .isEmpty();
  }

  @Test
  void eachNamedTestExists() {
    assertThat(
            rows()
                .flatMap(
                    row ->
                        TEST.matcher(row.group(2))
                            .results()
                            .filter(test -> !exists(test.group(1), test.group(2)))
                            .map(test -> row.group(1) + ": " + test.group())))
        .as("tests that docs/internals/requirements.md names and the tree does not have")
        .isEmpty();
  }

  private static Stream<MatchResult> rows() {
    return ROW.matcher(TREE.file("docs/internals/requirements.md").text()).results();
  }

  private static Stream<String> ids(String letter, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> letter + number);
  }

  private static boolean exists(String file, String test) {
    boolean java = !file.endsWith(".js");
    List<Source> found = TREE.endingWith("/" + file + (java ? ".java" : "")).toList();
    return found.stream()
        .anyMatch(
            source ->
                test == null
                    || (java
                        ? Pattern.compile("void " + Pattern.quote(test) + "\\(")
                            .matcher(source.code())
                            .find()
                        : source.text().contains(test)));
  }
}
