package dev.presence.websocket;

import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the application's {@link Authenticator}, which may be slow, throw or hang. Whatever it does,
 * there is one decision in time, and it fails closed. Safe for use by any thread.
 */
final class AuthenticatorCalls {

  private static final Logger log = LoggerFactory.getLogger(AuthenticatorCalls.class);

  /** So many authenticators may block at once. */
  private static final int CALLS_AT_ONCE = 64;

  private final Authenticator authenticator;
  private final PresenceRuntime runtime;
  private final EndpointLimits limits;
  private final BoundedCalls calls;

  AuthenticatorCalls(Authenticator authenticator, PresenceRuntime runtime, EndpointLimits limits) {
    this.authenticator = authenticator;
    this.runtime = runtime;
    this.limits = limits;
    this.calls = new BoundedCalls(runtime, CALLS_AT_ONCE, limits.authenticationTimeout());
  }

  /**
   * Asks about a caller.
   *
   * @param decided is called once, on any thread; with null when there was no answer
   */
  void ask(Handshake handshake, Consumer<@Nullable Admission> decided) {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    BoundedCalls.Call call = calls.begin(() -> authenticate(handshake, answer));
    Scheduled deadline =
        runtime.scheduleAwake(
            limits.authenticationTimeout(),
            () -> {
              call.giveUp();
              answer.completeExceptionally(
                  new TimeoutException("no answer in " + limits.authenticationTimeout()));
            });
    answer.whenComplete(
        (admission, failure) -> {
          deadline.cancel();
          if (admission == null) {
            log.warn(
                "The Authenticator gave no answer for a socket of workspace \"{}\"; the socket is"
                    + " closed with 1011 and its client tries again. Check the Authenticator",
                handshake.workspaceId(),
                failure);
          }
          decided.accept(admission);
        });
  }

  private void authenticate(Handshake handshake, CompletableFuture<Admission> answer) {
    try {
      CompletionStage<Admission> stage = authenticator.authenticate(handshake);
      stage.whenComplete(
          (admission, failure) -> {
            if (failure == null) {
              answer.complete(admission);
            } else {
              answer.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }
}
