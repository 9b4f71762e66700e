package dev.presence.redis;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is logged until this is closed; the log of tests goes to standard error. */
final class CapturedLog implements AutoCloseable {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

  CapturedLog() {
    System.setErr(new PrintStream(new Both(), true, StandardCharsets.UTF_8));
  }

  private final class Both extends OutputStream {
    @Override
    public void write(int b) {
      before.write(b);
      synchronized (copy) {
        copy.write(b);
      }
    }
  }

  /** The lines that have this text. */
  List<String> linesWith(String text) {
    synchronized (copy) {
      return copy.toString(StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains(text))
          .toList();
    }
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
