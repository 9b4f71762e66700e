package dev.presence.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.OutputType;

/**
 * Makes the pictures of the documentation, by {@code bin/screenshots}. Everything in them is real
 * but the time: between two things that happen the page's clock is put forward, so that a strip of
 * two minutes takes no two minutes.
 */
class Screenshots {
  private static final Path FOLDER =
      Path.of(System.getProperty("screenshots.folder", "../docs/images"));

  /** Heights follow from these; other widths are for whoever works on the looks. */
  private static final List<Integer> WIDTHS =
      Arrays.stream(System.getProperty("screenshots.widths", "").split(","))
          .filter(it -> !it.isBlank())
          .map(Integer::valueOf)
          .toList();

  @BeforeAll
  static void makeTheFolder() throws IOException {
    Files.createDirectories(FOLDER);
  }

  @Test
  void firstPage() throws Exception {
    try (Staged staged = Staged.firstPage()) {
      take(staged.browser(), "first-page", 1280, 360);
    }
  }

  @Test
  void workspace() throws Exception {
    try (Staged staged = Staged.workspace()) {
      take(staged.browser(), "workspace", 1280, 360);
      staged.cut();
      take(staged.browser(), "link-lost", 1280, 360);
    }
  }

  @Test
  void duo() throws Exception {
    try (Staged staged = Staged.duo()) {
      take(staged.browser(), "duo", 1440, 390);
    }
  }

  private static void take(Browser browser, String name, int wide, int narrow) throws IOException {
    if (WIDTHS.isEmpty()) {
      takeAt(browser, name + "-wide", wide);
      takeAt(browser, name + "-narrow", narrow);
      return;
    }
    for (int width : WIDTHS) {
      takeAt(browser, name + "-" + width, width);
    }
  }

  private static void takeAt(Browser browser, String name, int width) throws IOException {
    browser.resize(width, width < 600 ? 760 : Math.max(800, width * 5 / 8));
    browser.withoutTracesOfUse();
    for (String theme : List.of("light", "dark")) {
      browser.emulate("prefers-color-scheme", theme);
      browser.awaitStill();
      byte[] picture = browser.driver().getScreenshotAs(OutputType.BYTES);
      Files.write(FOLDER.resolve(name + "-" + theme + ".png"), picture);
    }
  }
}
