package com.example.events;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A response that stays open. Writes only what the container takes at once, and never blocks. */
final class EventStream implements WriteListener {

  interface Step {
    void run() throws IOException;
  }

  private static final byte[] COMMENT = {':', '\n', '\n'};

  /** Completes when the client is gone or has received everything. */
  final CompletableFuture<Void> over = new CompletableFuture<>();

  private final ServletOutputStream out;

  /** For at most a comment, one event and the end: the next event comes after delivered(). */
  private final Queue<Step> steps = new ArrayDeque<>();

  private boolean writable;

  EventStream(AsyncContext async) throws IOException {
    async.setTimeout(0);
    over.thenRun(async::complete); // fails, without a consequence, if the container has done it
    out = async.getResponse().getOutputStream();
    out.setWriteListener(this); // calls onWritePossible() when doGet() has returned
  }

  /** Sends these bytes; takes the last step when the container has taken the bytes. */
  synchronized void send(byte[] bytes, Step last) {
    steps.add(() -> out.write(bytes));
    steps.add(out::flush);
    steps.add(last);
    takeSteps();
  }

  /** Sends a comment. That fails when the client is gone. */
  synchronized void keepAlive() {
    if (writable) {
      send(COMMENT, () -> {});
    }
  }

  /** Ends the response. From then on the container may use it for another request. */
  synchronized void end() {
    writable = false;
    over.complete(null);
  }

  @Override
  public synchronized void onWritePossible() {
    writable = !over.isDone() && out.isReady();
    takeSteps();
  }

  /** The client is gone, or did not read for as long as the container waits. */
  @Override
  public void onError(Throwable failure) {
    end();
  }

  private void takeSteps() {
    try {
      while (writable && !steps.isEmpty()) {
        steps.remove().run();
        writable = writable && out.isReady(); // if not, onWritePossible() follows
      }
    } catch (IOException | RuntimeException gone) {
      end();
    }
  }
}
