package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What no proper client sends: answered as the protocol says, recorded nowhere, seen by nobody. */
interface BadInputContract extends Container {

  int LIMIT = 64 * 1024;

  /** What a client sees that was hung up on while it sent: the code may be lost on the way. */
  int HUNG_UP = 1006;

  private static Map<String, String> badFrames() {
    Map<String, String> frames = new LinkedHashMap<>();
    frames.put("", "bad_json");
    frames.put("{", "bad_json");
    frames.put("nonsense", "bad_json");
    frames.put("[]", "bad_json");
    frames.put("null", "bad_json");
    frames.put("7", "bad_json");
    frames.put("{'type':'presence:setAway'} {}", "bad_json");
    frames.put("[".repeat(5_000), "bad_json");
    frames.put("{}", "bad_type");
    frames.put("{'type':7}", "bad_type");
    frames.put("{'type':null}", "bad_type");
    frames.put("{'type':'presence:nonsense','ref':3}", "bad_type");
    frames.put("{'type':'setAway'}", "bad_type");
    frames.put("{'type':'presence:snapshot'}", "bad_type");
    frames.put("{'type':'presence:activity'}", "bad_field");
    frames.put("{'type':'presence:activity','active':'true','ref':3}", "bad_field");
    frames.put("{'type':'presence:activity','active':1}", "bad_field");
    frames.put("{'type':'presence:ping'}", "bad_field");
    frames.put("{'type':'presence:ping','ref':'3'}", "bad_field");
    frames.put("{'type':'presence:ping','ref':1.5}", "bad_field");
    frames.put("{'type':'presence:ping','ref':9007199254740992}", "bad_field");
    frames.put("{'type':'presence:ping','ref':-9223372036854775808}", "bad_field");
    frames.put("{'type':'presence:ping','ref':99999999999999999999}", "bad_field");
    frames.put("{'type':'presence:get','ref':3}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':null}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':'ada'}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':{'0':'ada'}}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':['ada',7]}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':[null]}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':['']}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':['  ']}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':['a\\u0000']}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':['a\\ud800']}", "bad_field");
    frames.put(
        "{'type':'presence:get','ref':3,'userIds':['" + "x".repeat(129) + "']}", "bad_field");
    frames.put("{'type':'presence:get','userIds':['ada']}", "bad_field");
    frames.put("{'type':'presence:watch','ref':3}", "bad_field");
    frames.put("{'type':'presence:watch','ref':3,'userIds':false}", "bad_field");
    frames.put("{'type':'presence:get','ref':3,'userIds':[" + ids(1_001) + "]}", "too_large");
    frames.put("{'type':'presence:watch','ref':3,'userIds':[" + ids(5_001) + "]}", "too_large");
    return frames;
  }

  private static String ids(int count) {
    return String.join(",", Collections.nCopies(count, "'a'"));
  }

  @Test
  default void badFrameIsAnsweredByAnErrorAndTheSocketStays() {
    try (Scene scene = scene().limits(it -> it.requestBurst(1_000).requestsPerSecond(100)).open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      badFrames()
          .forEach(
              (frame, code) -> {
                ada.send(frame.replace('\'', '"'));
                JsonNode error = ada.next("error");
                String what = frame.substring(0, Math.min(90, frame.length()));
                assertThat(error.path("code").textValue()).as(what).isEqualTo(code);
                assertThat(error.path("message").textValue()).isNotBlank();
                assertThat(error.has("ref"))
                    .as(what)
                    .isEqualTo(frame.contains("'ref':3,") || frame.contains("'ref':3}"));
              });
      assertThat(ada.untilPong()).isEmpty();
      assertThat(bob.untilPong()).isEmpty();
    }
  }

  @Test
  default void aThousandIdsAreServed() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      ada.say("get", "'ref': 1, 'userIds': [" + ids(1_000) + "]");
      assertThat(FrameLog.usersIn(ada.next("result"))).hasSize(1);
    }
  }

  @Test
  default void binaryFrameIsClosedWith1003() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      ada.sendBinary(new byte[] {1, 2, 3});
      assertThat(ada.closeCode()).isEqualTo(1003);
      FrameLog bob = scene.enter("bob");
      bob.sendBinary(new byte[LIMIT + 1]);
      assertThat(bob.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  default void frameOverTheLimitIsClosedWith1009() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      for (String filling : new String[] {"x", "\u20AC"}) {
        RawClient fits = scene.enterRaw("ada");
        fits.send(frameOf(LIMIT, filling));
        fits.next("pong");
        RawClient over = scene.enterRaw("ada");
        over.send(frameOf(LIMIT + 1, filling));
        assertThat(over.closeCode()).isEqualTo(1009);
        RawClient farOver = scene.enterRaw("ada");
        sendToWhoMayHangUp(farOver, frameOf(3 * LIMIT, filling));
        assertThat(farOver.closeCode()).isIn(1009, HUNG_UP);
      }
      bob.awaitStatus("ada", "active");
      assertThat(bob.untilPong()).isEmpty();
    }
  }

  /** A server need not read a frame to its end to refuse it. */
  private static void sendToWhoMayHangUp(RawClient client, String frame) {
    try {
      client.send(frame);
    } catch (UncheckedIOException e) {
      assertThat(e).hasMessageContaining("SocketException");
    }
  }

  /** A ping of so many bytes. */
  private static String frameOf(int bytes, String filling) {
    String start = "{\"type\":\"presence:ping\",\"ref\":1,\"pad\":\"";
    int room = bytes - start.length() - 2;
    int size = Utf8.length(filling);
    return start + filling.repeat(room / size) + "y".repeat(room % size) + "\"}";
  }

  @Test
  default void forgedTokenAndForeignWorkspaceLeaveNoTrace() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      for (int i = 0; i < 20; i++) {
        assertThat(scene.raw("/presence/acme").listen().closeCode()).isEqualTo(4401);
        assertThat(scene.raw("/presence/secret?user=u").listen().closeCode()).isEqualTo(4403);
      }
      assertThat(bob.untilPong()).isEmpty();
    }
  }
}
