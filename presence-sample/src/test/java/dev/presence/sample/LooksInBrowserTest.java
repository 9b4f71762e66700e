package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours, sizes and places of the dot, as the browser computed them. */
class LooksInBrowserTest {
  private static final String IN_LIST = "[data-member=bob] presence-indicator";

  private static RunningDemo demo;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(0, 0);
    browser = new Browser();
    browser.open(demo, "/workspaces/acme?as=bob").find(IN_LIST + "[data-status=active]");
  }

  @AfterAll
  static void stop() {
    browser.close();
    demo.close();
  }

  @ParameterizedTest
  @CsvSource({
    "active, 'rgb(34, 197, 94)'", // #22c55e
    "away, 'rgb(234, 179, 8)'", // #eab308
    "offline, 'rgb(156, 163, 175)'", // #9ca3af
  })
  void aStatusHasItsColourInEitherTheme(String status, String colour) {
    addDot(status, "md", "");
    for (String theme : new String[] {"light", "dark"}) {
      browser.emulate("prefers-color-scheme", theme);
      assertThat(style("#dot", "backgroundColor")).as(theme).isEqualTo(colour);
    }
    browser.emulate("prefers-color-scheme", "light");
  }

  @Test
  void theColoursAreOnTheDotsOfThePage() {
    assertThat(style(IN_LIST, "backgroundColor")).isEqualTo("rgb(34, 197, 94)");
    assertThat(style("[data-member=carol] presence-indicator", "backgroundColor"))
        .isEqualTo("rgb(156, 163, 175)");
    assertThat(style("[data-dm=dm-bob-carol] presence-indicator", "backgroundColor"))
        .isEqualTo("rgb(156, 163, 175)");
  }

  @ParameterizedTest
  @CsvSource({"sm, 8", "md, 10", "lg, 12", "'', 10"})
  void aSizeIsSoManyPixels(String size, double pixels) {
    addDot("active", size, "");
    Box dot = boxOf("#dot");
    assertThat(dot.width()).isEqualTo(pixels);
    assertThat(dot.height()).isEqualTo(pixels);
    assertThat(style("#dot", "borderRadius")).isEqualTo("50%");
  }

  @ParameterizedTest
  @ValueSource(strings = {"active", "away", "offline", "unknown"})
  void theRingIsLightWithADarkEdgeSoThatNoBackgroundSwallowsIt(String status) {
    addDot(status, "md", "");
    assertThat(style("#dot", "boxShadow"))
        .isEqualTo("rgb(255, 255, 255) 0px 0px 0px 2px, rgba(0, 0, 0, 0.3) 0px 0px 0px 3px");
  }

  @Test
  void onAnAvatarTheRingHasTheColourBehindIt() {
    assertThat(style(IN_LIST, "boxShadow")).startsWith("rgb(255, 255, 255) 0px 0px 0px 2px");
    browser.emulate("prefers-color-scheme", "dark");
    String paper = style("body", "backgroundColor");
    assertThat(style(IN_LIST, "boxShadow")).startsWith(paper + " 0px 0px 0px 2px");
    browser.emulate("prefers-color-scheme", "light");
  }

  @Test
  void shapesDifferToo() {
    assertThat(shapeOf("active")).isEqualTo("none");
    assertThat(shapeOf("away")).isEqualTo("\"\" 0px 99px 99px 0px");
    assertThat(shapeOf("offline")).isEqualTo("\"\" 50%");
    addDot("unknown", "md", "");
    assertThat(style("#dot", "borderStyle")).isEqualTo("dashed");
  }

  @Test
  void coloursAndSizesAreCustomProperties() {
    addDot("active", "sm", "--presence-active-color: #123456; --presence-size-sm: 20px");
    assertThat(style("#dot", "backgroundColor")).isEqualTo("rgb(18, 52, 86)");
    assertThat(boxOf("#dot").width()).isEqualTo(20);
  }

  @Test
  void withForcedColoursOnlyTheShapeTells() {
    browser.emulate("forced-colors", "active");
    String active = colourOf("active");
    assertThat(active).isEqualTo(colourOf("away")).isEqualTo(colourOf("offline"));
    assertThat(active).isNotEqualTo("rgb(34, 197, 94)");
    assertThat(shapeOf("away")).isNotEqualTo(shapeOf("offline")).isNotEqualTo(shapeOf("active"));
    browser.emulate("forced-colors", "none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[data-member=bob] .presence-avatar",
        "[data-member=carol] .presence-avatar",
        "[data-dm=dm-ada-bob] .presence-avatar",
        ".me .presence-avatar"
      })
  void theDotIsAtTheBottomRightAboveTheAvatarAndDoesNotHideIt(String avatar) {
    Box picture = boxOf(avatar + " .avatar");
    Box dot = boxOf(avatar + " > presence-indicator");
    assertThat(dot.right()).isCloseTo(picture.right(), within(3.0));
    assertThat(dot.bottom()).isCloseTo(picture.bottom(), within(3.0));
    assertThat(topmostAt(dot.centreX(), dot.centreY())).isEqualTo("presence-indicator");
    assertThat(topmostAt(picture.centreX(), picture.centreY())).doesNotContain("indicator");
    double withRing = dot.width() + 4;
    assertThat(withRing * withRing).isLessThan(picture.width() * picture.height() / 3);
    assertThat(style(avatar, "isolation")).isEqualTo("isolate");
  }

  @Test
  void theDotOfSomebodyOfflineIsNotDimmedWithThePicture() {
    String row = "[data-member=carol] ";
    browser.find(row + "presence-indicator[data-status=offline]");
    assertThat(style(row + "presence-indicator", "opacity")).isEqualTo("1");
    assertThat(style(row + ".presence-avatar", "opacity")).isEqualTo("1");
  }

  private static String colourOf(String status) {
    addDot(status, "md", "");
    return style("#dot", "backgroundColor");
  }

  private static String shapeOf(String status) {
    addDot(status, "md", "");
    String before =
        "const it = getComputedStyle(document.querySelector('#dot'), '::before');"
            + "return it.content === 'none' ? 'none' : it.content + ' ' + it.borderRadius";
    return String.valueOf(browser.script(before));
  }

  private static void addDot(String status, String size, String style) {
    browser.script(
        "document.querySelector('#dot')?.remove();"
            + "const dot = document.createElement('presence-indicator');"
            + "dot.id = 'dot'; dot.status = arguments[0];"
            + "if (arguments[1] !== null && arguments[1] !== '') dot.size = arguments[1];"
            + "for (const rule of arguments[2].split(';').filter(Boolean))"
            + "  dot.style.setProperty(rule.split(':')[0].trim(), rule.split(':')[1].trim());"
            + "document.body.append(dot);",
        status,
        size,
        style);
  }

  private static String style(String selector, String property) {
    browser.find(selector);
    return String.valueOf(
        browser.script(
            "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]",
            selector,
            property));
  }

  private static String topmostAt(double x, double y) {
    return String.valueOf(
        browser.script(
            "return document.elementFromPoint(arguments[0], arguments[1]).localName", x, y));
  }

  private static Box boxOf(String selector) {
    Map<?, ?> box =
        (Map<?, ?>)
            browser.script(
                "return arguments[0].getBoundingClientRect().toJSON()", browser.find(selector));
    return new Box(
        number(box, "left"), number(box, "top"), number(box, "width"), number(box, "height"));
  }

  private static double number(Map<?, ?> box, String side) {
    return ((Number) box.get(side)).doubleValue();
  }

  private record Box(double left, double top, double width, double height) {
    double right() {
      return left + width;
    }

    double bottom() {
      return top + height;
    }

    double centreX() {
      return left + width / 2;
    }

    double centreY() {
      return top + height / 2;
    }
  }
}
