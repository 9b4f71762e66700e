package dev.presence.redis;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.SimpleLogger;
import org.slf4j.spi.LocationAwareLogger;

/** What is logged until this is closed; the log of tests goes to standard error. */
final class CapturedLog implements AutoCloseable {

  private final PrintStream before = System.err;
  private final List<Runnable> undo = new ArrayList<>();
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

  /** Also takes what this class logs at INFO; tests log warnings only, except here. */
  CapturedLog withInfoOf(Class<?> logging) {
    Logger logger = LoggerFactory.getLogger(logging);
    try {
      Field level = SimpleLogger.class.getDeclaredField("currentLogLevel");
      level.setAccessible(true);
      int old = level.getInt(logger);
      level.setInt(logger, LocationAwareLogger.INFO_INT);
      undo.add(
          () -> {
            try {
              level.setInt(logger, old);
            } catch (IllegalAccessException e) {
              throw new AssertionError(e);
            }
          });
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return this;
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
    undo.forEach(Runnable::run);
  }
}
