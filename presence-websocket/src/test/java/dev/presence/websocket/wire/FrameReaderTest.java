package dev.presence.websocket.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

  private final FrameReader reader = new FrameReader(1_000);

  private ClientMessage read(String frame) {
    return reader.read(frame.replace('\'', '"'));
  }

  @Test
  void everyRequestIsRead() {
    assertThat(read("{'type':'presence:activity','active':true}"))
        .isEqualTo(new ClientMessage.Activity(true, null));
    assertThat(read("{'active':false,'x':[{}],'type':'presence:activity'}"))
        .isEqualTo(new ClientMessage.Activity(false, null));
    assertThat(read("{'type':'presence:setAway','ref':1}"))
        .isEqualTo(new ClientMessage.ByHand(true, 1L));
    assertThat(read("{'type':'presence:setActive','ref':'x'}"))
        .isEqualTo(new ClientMessage.ByHand(false, null));
    assertThat(read("{'type':'presence:get','ref':1,'userIds':['b','a','b']}"))
        .isEqualTo(new ClientMessage.Get(1L, new LinkedHashSet<>(List.of("b", "a"))));
    assertThat(read("{'type':'presence:watch','ref':1,'userIds':[]}"))
        .isEqualTo(new ClientMessage.Watch(1L, Set.of()));
    assertThat(read("{'type':'presence:watch','ref':1,'userIds':null}"))
        .isEqualTo(new ClientMessage.Watch(1L, null));
    assertThat(read(" {'type':'presence:ping','ref':-5} \n"))
        .isEqualTo(new ClientMessage.Ping(-5L));
    assertThat(read("{'type':'presence:leave'}")).isEqualTo(new ClientMessage.Leave(null));
  }

  @Test
  void idsAreTakenExactly() {
    String longest = "\uD83D\uDE00".repeat(64);
    assertThat(
            read(
                "{'type':'presence:get','ref':1,'userIds':[' a ','A','\\u00e4','"
                    + longest
                    + "']}"))
        .isEqualTo(
            new ClientMessage.Get(1L, new LinkedHashSet<>(List.of(" a ", "A", "ä", longest))));
  }

  @Test
  void sameFieldTwiceIsNoJsonObject() {
    assertThat(read("{'type':'presence:leave','type':'presence:setAway'}"))
        .isInstanceOfSatisfying(
            ClientMessage.Malformed.class,
            bad -> assertThat(bad.code()).isEqualTo(ErrorCode.BAD_JSON));
  }

  @Test
  void tooManyIdsAreNotLookedAt() {
    String ids = String.join(",", Collections.nCopies(1_001, "7"));
    assertThat(read("{'type':'presence:get','ref':1,'userIds':[" + ids + "]}"))
        .isInstanceOfSatisfying(
            ClientMessage.Malformed.class,
            bad -> {
              assertThat(bad.code()).isEqualTo(ErrorCode.TOO_LARGE);
              assertThat(bad.message()).contains("1001").contains("1000");
              assertThat(bad.ref()).isEqualTo(1);
            });
  }

  @Test
  void nothingThatComesIsThrown() {
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = "{}[]\":,'\\ut0123456789.eE+-truefalsnpy \u0000\uD800ä";
    String start = "{\"type\":\"presence:get\",\"ref\":1,\"userIds\":[\"a\"]}";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder frame = new StringBuilder(i % 2 == 0 ? start : "");
      for (int change = random.nextInt(1, 8); change > 0; change--) {
        int at = random.nextInt(frame.length() + 1);
        frame.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        frame.deleteCharAt(random.nextInt(frame.length()));
      }
      assertThat(reader.read(frame.toString())).isNotNull();
    }
  }
}
