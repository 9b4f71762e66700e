package dev.presence.sample.bots;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bot's real connection to the demo. What is said is sent in order, once the socket is open. */
final class BotSocket {

  private static final Logger log = LoggerFactory.getLogger(BotSocket.class);

  private final HttpClient client;
  private final Supplier<URI> address;

  /** The socket after all that was said until now; the JDK's takes one message at a time. */
  private CompletableFuture<WebSocket> said = closed();

  BotSocket(HttpClient client, Supplier<URI> address) {
    this.client = client;
    this.address = address;
  }

  synchronized void open() {
    said = client.newWebSocketBuilder().buildAsync(address.get(), new Deaf());
    said.whenComplete((socket, failure) -> observe("connect", failure));
  }

  synchronized void send(String frame) {
    said = said.thenCompose(socket -> socket.sendText(frame, true));
    said.whenComplete((socket, failure) -> observe("send", failure));
  }

  synchronized void leave() {
    if (isOpen()) {
      send("{\"type\":\"presence:leave\"}");
      said = said.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, "left"));
    }
    said = closed();
  }

  /** False when it failed or the other side ended it; true while it still connects. */
  synchronized boolean isOpen() {
    if (!said.isDone()) {
      return true;
    }
    return !said.isCompletedExceptionally() && !said.join().isInputClosed();
  }

  private static CompletableFuture<WebSocket> closed() {
    return CompletableFuture.failedFuture(new IllegalStateException("not connected"));
  }

  private static void observe(String what, Throwable failure) {
    if (failure != null) {
      log.debug("A bot could not {}; it tries again later", what, failure);
    }
  }

  /** Reads what comes and lets it go: a bot does not look at others. */
  private static final class Deaf implements WebSocket.Listener {}
}
