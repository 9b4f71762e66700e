package dev.presence.sample;

import dev.presence.sample.people.Directory;
import dev.presence.sample.people.Roster;
import dev.presence.sample.web.Caller;
import dev.presence.sample.web.Login;
import dev.presence.websocket.Admission;
import dev.presence.websocket.Handshake;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides who a socket is, and whether the workspace is theirs to see. */
record DemoAuthenticator(Directory directory) {

  CompletionStage<Admission> admit(Handshake handshake) {
    return CompletableFuture.completedFuture(decide(handshake));
  }

  private Admission decide(Handshake handshake) {
    Optional<Login> login =
        Caller.identify(
            directory,
            handshake.header("Authorization").orElse(null),
            handshake.parameter("token").orElse(null),
            handshake.cookie(Caller.COOKIE).orElse(null));
    if (login.isEmpty()) {
      return Admission.unauthenticated();
    }
    Optional<Roster> roster = directory.workspace(handshake.workspaceId());
    String userId = login.get().userId();
    if (roster.isEmpty() || !roster.get().hasMember(userId)) {
      return Admission.forbidden();
    }
    Admission admission = Admission.admitted(userId).seeing(login.get().visibility());
    return login.get().observer() ? admission.mayObserve() : admission;
  }
}
