package dev.presence.websocket;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * How an application says who opened a socket, and whether that user may see the workspace. Nothing
 * is sent or recorded before it has answered.
 *
 * <p>Called by any thread, for several sockets at once; it may block. Each caller has a deadline,
 * {@link EndpointLimits#authenticationTimeout()}: an authenticator that throws, answers too late or
 * answers null admits nobody: the socket is closed with 1011. Other sockets are not affected.
 */
@FunctionalInterface
public interface Authenticator {

  /** Decides about the caller. */
  CompletionStage<Admission> authenticate(Handshake handshake);

  /** One that knows the answer when it returns; it may block to find it. */
  static Authenticator of(Function<? super Handshake, ? extends Admission> decision) {
    Objects.requireNonNull(decision, "decision");
    return handshake -> CompletableFuture.completedFuture(decision.apply(handshake));
  }
}
