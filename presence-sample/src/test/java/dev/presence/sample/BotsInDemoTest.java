package dev.presence.sample;

import static dev.presence.sample.RunningDemo.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bots come through the same door as people. */
class BotsInDemoTest {
  @Test
  void botsArriveAndAreMarked() throws Exception {
    try (RunningDemo demo = RunningDemo.with(1, 3)) {
      JsonNode members = json(demo.getAs("u1", "/api/workspaces/acme")).path("members");
      List<String> bots =
          members
              .valueStream()
              .filter(member -> member.path("bot").booleanValue())
              .map(member -> member.path("userId").textValue())
              .toList();
      assertThat(bots).hasSize(3);
      String query = "?userId=u1&userId=ada&userId=" + String.join("&userId=", bots);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                JsonNode found = json(demo.getAs("u1", "/api/workspaces/acme/presence" + query));
                assertThat(bots).allMatch(bot -> !found.path(bot).textValue().equals("offline"));
                assertThat(found.path("ada").textValue()).isEqualTo("offline");
                assertThat(found.path("u1").textValue()).isEqualTo("offline");
              });
    }
  }
}
