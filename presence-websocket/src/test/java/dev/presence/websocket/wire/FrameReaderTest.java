package dev.presence.websocket.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.ManualStatus;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameReaderTest {

  private final FrameReader reader = new FrameReader(1_000, 5_000);

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
        .isEqualTo(new ClientMessage.SetStatus(ManualStatus.away(), 1L));
    assertThat(read("{'type':'presence:setActive','ref':'x'}"))
        .isEqualTo(new ClientMessage.SetStatus(ManualStatus.automatic(), null));
    assertThat(read("{'type':'presence:get','ref':1,'userIds':['b','a','b']}"))
        .isEqualTo(new ClientMessage.Get(1L, new LinkedHashSet<>(List.of("b", "a"))));
    assertThat(read("{'type':'presence:watch','ref':1,'userIds':[]}"))
        .isEqualTo(new ClientMessage.Watch(1L, Set.of()));
    assertThat(read("{'type':'presence:watch','ref':1,'userIds':null}"))
        .isEqualTo(new ClientMessage.Watch(1L, null));
    assertThat(read("{'type':'presence:watch','ref':1,'add':['a'],'remove':['b']}"))
        .isEqualTo(new ClientMessage.WatchMore(1L, Set.of("a"), Set.of("b")));
    assertThat(read("{'type':'presence:watch','ref':1,'remove':['b']}"))
        .isEqualTo(new ClientMessage.WatchMore(1L, Set.of(), Set.of("b")));
    assertThat(read("{'type':'presence:list','ref':1}"))
        .isEqualTo(new ClientMessage.Page(1L, null, 500));
    assertThat(read("{'type':'presence:list','ref':1,'after':'x','limit':7}"))
        .isEqualTo(new ClientMessage.Page(1L, "x", 7));
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
  void knownFieldThatOccursTwiceIsRefused() {
    assertThat(read("{'type':'presence:leave','type':'presence:setAway'}"))
        .isInstanceOfSatisfying(
            ClientMessage.Malformed.class,
            bad -> assertThat(bad.code()).isEqualTo(ErrorCode.BAD_JSON));
  }

  @Test
  void unknownFieldsAreIgnoredWhateverValidJsonTheyHold() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    String deepObjects = "{'a':".repeat(5_000) + "1" + "}".repeat(5_000);
    List<String> unknown =
        List.of(
            "'x':1,'x':2",
            "'x':{'y':1,'y':2}",
            "'x':{'ref':1,'ref':2}",
            "'x':" + "9".repeat(5_000),
            "'x':-0." + "1".repeat(5_000) + "e999999999",
            "'x':" + deep,
            "'x':" + deepObjects,
            "'" + "n".repeat(60_000) + "':0",
            "'x':'" + "v".repeat(60_000) + "'",
            "'x':'\\ud800'");
    for (String fields : unknown) {
      String what = fields.substring(0, Math.min(30, fields.length()));
      assertThat(read("{" + fields + ",'type':'presence:ping','ref':1}"))
          .as(what)
          .isEqualTo(new ClientMessage.Ping(1L));
      assertThat(read("{'type':'presence:ping','ref':1," + fields + "}"))
          .as(what)
          .isEqualTo(new ClientMessage.Ping(1L));
    }
  }

  @Test
  void unknownFieldWithInvalidJsonIsRefused() {
    for (String value : List.of("[", "01", "1e", "'", "[}", "{'a'}", "nul", "[1,]", "'\\x'")) {
      assertThat(read("{'type':'presence:ping','ref':1,'x':" + value + "}"))
          .as(value)
          .isInstanceOfSatisfying(
              ClientMessage.Malformed.class,
              bad -> assertThat(bad.code()).isEqualTo(ErrorCode.BAD_JSON));
    }
  }

  @Test
  void knownFieldThatHoldsAnythingElseIsRefusedAsBadField() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    for (String value : List.of(deep, "9".repeat(5_000), "{'a':1,'a':2}", "1e999999999", "1.0")) {
      assertThat(read("{'type':'presence:get','userIds':[" + value + "],'ref':1}"))
          .isEqualTo(read("{'type':'presence:get','userIds':[''],'ref':1}")); // an id that is no id
      assertThat(read("{'type':'presence:ping','ref':" + value + "}"))
          .isEqualTo(read("{'type':'presence:ping'}"));
      assertThat(read("{'ref':1,'type':" + value + "}")).isEqualTo(read("{'ref':1}"));
    }
  }

  /** The longest frames that cost the most: 200 of each kind, 50 ms each would be too slow. */
  @Test
  @Timeout(60)
  void worstFrameOf64KibIsReadWithoutDelay() {
    List<String> parts =
        List.of(
            "[", "{\"\":", "9", "[],", "{},", "0,", "\"\\u0000\",", "\"a\":0,", "-1.5e9,", "\"");
    for (String part : parts) {
      String start = "{\"type\":\"presence:ping\",\"ref\":1,\"x\":[";
      String frame = start + part.repeat((65_536 - start.length()) / part.length());
      for (int i = 0; i < 200; i++) {
        assertThat(reader.read(frame)).isInstanceOf(ClientMessage.Malformed.class);
      }
    }
    String twice = "\"a\":0,".repeat(9_000);
    String different =
        IntStream.range(0, 6_000).mapToObj(i -> "\"" + i + "\":0,").collect(Collectors.joining());
    for (String fields : List.of(twice, different)) {
      String frame = "{" + fields + "\"type\":\"presence:ping\",\"ref\":1}";
      for (int i = 0; i < 200; i++) {
        assertThat(reader.read(frame)).isEqualTo(new ClientMessage.Ping(1L));
      }
    }
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
  void noFrameThrows() {
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
