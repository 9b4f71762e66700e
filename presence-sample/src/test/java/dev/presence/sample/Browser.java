package dev.presence.sample;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser without a screen, for one person. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Selenium warns of every browser that is newer than itself. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  private final ChromeDriver driver;

  Browser() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync");
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver"))
                .usingAnyFreePort()
                .build(),
            options.setBinary(program("chromium")));
  }

  ChromeDriver driver() {
    return driver;
  }

  Browser open(RunningDemo demo, String path) {
    driver.get(demo.uri() + path);
    return this;
  }

  /** The first element that this selector finds, once there is one. */
  WebElement find(String selector) {
    return new WebDriverWait(driver, PATIENCE)
        .withMessage("nothing matches " + selector)
        .until(it -> it.findElements(By.cssSelector(selector)).stream().findFirst().orElse(null));
  }

  /** Waits until the text of the element has this in it. */
  void awaitText(String selector, String text) {
    find(selector);
    new WebDriverWait(driver, PATIENCE)
        .withMessage(selector + " does not say \"" + text + "\"")
        .until(it -> textOf(selector).contains(text));
  }

  String textOf(String selector) {
    return String.valueOf(
        script("return document.querySelector(arguments[0])?.textContent", selector));
  }

  /** Clicks as a script does, so that nothing has to be on screen. */
  void click(String selector) {
    script("arguments[0].click()", find(selector));
  }

  Object script(String code, Object... arguments) {
    return driver.executeScript(code, arguments);
  }

  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What the console has said so far, violations of the policy among it. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static File program(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> new File(folder, name))
        .filter(File::canExecute)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(name + " is missing; bin/setup says how to get it"));
  }
}
