package dev.presence.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * A screen that nobody looks at. Without one, all windows of a browser have the focus at once; here
 * they take it from each other.
 */
final class Screen implements AutoCloseable {

  private final Process server;
  private final String display;

  private Screen(Process server, String display) {
    this.server = server;
    this.display = display;
  }

  static Screen open() throws IOException {
    String program = Browser.program("Xvfb").getPath();
    Process server =
        new ProcessBuilder(
                program, "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp")
            .redirectError(Redirect.DISCARD)
            .start();
    BufferedReader said =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    String number = said.readLine();
    if (number == null) {
      throw new IOException("Xvfb ended before it had a screen");
    }
    return new Screen(server, ":" + number.strip());
  }

  /** As in the variable {@code DISPLAY}. */
  String display() {
    return display;
  }

  @Override
  public void close() {
    server.destroy();
  }
}
