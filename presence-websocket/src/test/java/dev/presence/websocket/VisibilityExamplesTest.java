package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.transport.Visibility;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples of the guide about who may see whom. */
class VisibilityExamplesTest {

  Admission decide(String userId, Set<String> team) {
    return Admission.admitted(userId).seeing(Visibility.only(team));
  }

  Admission decideForSupport(String userId) {
    return Admission.admitted(userId).mayObserve();
  }

  @Test
  void callerSeesItsTeamOnly() {
    Admission admission = decide("ada", Set.of("bob"));
    assertThat(admission.visibility().sees("bob")).isTrue();
    assertThat(admission.visibility().sees("eve")).isFalse();
    assertThat(admission.visibility()).isEqualTo(decide("cleo", Set.of("bob")).visibility());
  }

  @Test
  void supportMayObserve() {
    assertThat(decideForSupport("sue").isObserver()).isTrue();
    assertThat(decide("ada", Set.of()).isObserver()).isFalse();
  }
}
