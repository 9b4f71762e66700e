package dev.presence.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A process of the run, which answers each line that it receives with one line. */
final class Part implements AutoCloseable {

  private final Process process;
  private final PrintWriter out;
  private final BufferedReader in;

  Part(ProcessBuilder builder) throws IOException {
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    in =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Sends a line. */
  void send(String line) {
    out.println(line);
  }

  /** Waits for the next line. */
  String answer() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("a process of the run ended; its output above says why");
    }
    return line;
  }

  /** Sends a line, and waits for the answer. */
  String ask(String line) throws IOException {
    send(line);
    return answer();
  }

  /** The process reads the end of its input, and exits. */
  @Override
  public void close() {
    out.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
