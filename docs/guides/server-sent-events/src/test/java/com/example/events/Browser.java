package com.example.events;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser, for one user. */
final class Browser implements AutoCloseable {

  /** Selenium warns of every browser that is newer than itself. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  private final ChromeDriver driver;

  Browser(int port, String user) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver"))
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options);
    driver.get("http://127.0.0.1:" + port + "/login?user=" + user);
    driver.get("http://127.0.0.1:" + port + "/");
  }

  /** Waits until the dot of this user shows this status. */
  void awaitDot(String user, String status) {
    By dot = By.cssSelector("[data-user=" + user + "]." + status);
    new WebDriverWait(driver, Duration.ofSeconds(30), Duration.ofMillis(50))
        .withMessage(user + " is not " + status)
        .until(it -> !it.findElements(dot).isEmpty());
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
