package dev.presence.sample;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser, for one person. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Selenium warns of every browser that is newer than itself. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  private final ChromeDriver driver;

  /** Without a screen. Its windows can be hidden, but never without the focus. */
  Browser() {
    this(Map.of(), "--headless=new", "--window-size=1280,900");
  }

  /** With windows that take the focus from each other. */
  Browser(Screen screen) {
    this(Map.of("DISPLAY", screen.display()), "--ozone-platform=x11");
  }

  private Browser(Map<String, String> environment, String... more) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.addArguments(more);
    options.addArguments(
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
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
                .withEnvironment(environment)
                .build(),
            options.setBinary(program("chromium")));
  }

  ChromeDriver driver() {
    return driver;
  }

  Browser open(RunningDemo demo, String path) {
    return open(demo.uri() + path);
  }

  Browser open(String address) {
    driver.get(address);
    return this;
  }

  /** Opens another tab or window in front of the others, and goes there. Returns its handle. */
  String openAnother(WindowType type) {
    driver.switchTo().newWindow(type);
    return driver.getWindowHandle();
  }

  /** As a link that opens in a tab of its own, and has the focus there. */
  void openLink(String path) {
    Set<String> before = driver.getWindowHandles();
    script("window.open(arguments[0])", path);
    driver.getWindowHandles().stream()
        .filter(handle -> !before.contains(handle))
        .forEach(driver.switchTo()::window);
  }

  /** Closes what is in front, and goes to this one. */
  void closeFor(String handle) {
    driver.close();
    driver.switchTo().window(handle);
  }

  /** Closes all tabs and windows but this one, and goes to it. */
  void closeOthers(String handle) {
    for (String other : driver.getWindowHandles()) {
      if (!other.equals(handle)) {
        driver.switchTo().window(other);
        driver.close();
      }
    }
    driver.switchTo().window(handle);
  }

  /** The first element that this selector finds, once there is one. */
  WebElement find(String selector) {
    return patient()
        .withMessage("nothing matches " + selector)
        .until(it -> it.findElements(By.cssSelector(selector)).stream().findFirst().orElse(null));
  }

  /** Waits until the text of the element has this in it. */
  void awaitText(String selector, String text) {
    find(selector);
    patient()
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

  /** {@code feature} is one of CSS, such as {@code prefers-color-scheme}. */
  void emulate(String feature, String value) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Runs in every page that is opened from now on, before anything of its own. */
  void beforeEachPage(String code) {
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", code));
  }

  /** They differ from system to system. */
  void hideScrollBars() {
    driver.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
  }

  /** The page at its top, and nothing in it has the focus. */
  void withoutTracesOfUse() {
    script("document.activeElement.blur(); scrollTo(0, 0);");
  }

  /** Waits until nothing moves that ends by itself, and all is painted. */
  void awaitStill() {
    driver.executeAsyncScript(
        """
        const done = arguments[arguments.length - 1];
        const ends = document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime !== Infinity);
        Promise.allSettled(ends.map((it) => it.finished))
          .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));
        """);
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

  private WebDriverWait patient() {
    return new WebDriverWait(driver, PATIENCE, LOOK);
  }

  static File program(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> new File(folder, name))
        .filter(File::canExecute)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(name + " is missing; bin/setup says how to get it"));
  }
}
