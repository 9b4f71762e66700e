package dev.presence.redis;

import static dev.presence.redis.Acts.acts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.EvictRequest;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.SyncRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each script's header against what Java sends. */
class LuaHeaderTest {

  private static final Pattern PARAMETER =
      Pattern.compile(
          "^-- (KEYS|ARGV)\\[(\\d+)(\\.\\.\\.)?] +(\\S+(?: \\S+)*)(?: {2,}.*)?$",
          Pattern.MULTILINE);

  /** What each name of the headers stands for, for workspace w, node n and sequence 7. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("nodes", "presence:{w}:nodes"),
          Map.entry("node", "presence:{w}:node:n"),
          Map.entry("registers", "presence:{w}:registers"),
          Map.entry("staged", "presence:{w}:node:n:7"),
          Map.entry("channel", "presence:{w}"),
          Map.entry("node id", "n"),
          Map.entry("to", "7"),
          Map.entry("keep", "120000"),
          Map.entry("lease", "60000"),
          Map.entry("draining", "0"),
          Map.entry("wall offset", "-7"),
          Map.entry("from", "6"),
          Map.entry("the deadline that the node knows", "5"),
          Map.entry("how many users are removed", "0"),
          Map.entry("how many users were staged", "501"),
          Map.entry("revision", "revision"),
          Map.entry("page", "a page"));

  private record Call(List<String> keys, List<String> arguments) {}

  private static final Map<Script, Call> CALLS = new EnumMap<>(Script.class);

  /** Answers each call with as little as Java can read. */
  private static final RedisCommands RECORDING =
      new RedisCommands() {
        @Override
        public CompletionStage<List<Object>> run(
            Script script, List<String> keys, List<String> arguments) {
          CALLS.putIfAbsent(script, new Call(keys, arguments));
          return CompletableFuture.completedStage(
              switch (script) {
                case STAGE -> List.of(List.of());
                case EVICT -> List.of("GONE", "0", "0", List.of());
                case SET -> List.of("", "revision", List.of(), List.of());
                case READ_NODES -> List.of(List.of("n"), List.of());
                case READ_USERS -> List.of(List.of(), List.of(), List.of());
                case READ_REGISTERS -> List.of("", List.of(), "", List.of());
                case READ_PARTITION -> List.of("", 0L, List.of(), "", List.of());
                default -> List.of(1L, "0", "", List.of(), List.of());
              });
        }
      };

  @BeforeAll
  static void callEverything() {
    DamageLog damage = new DamageLog(KeySpace.DEFAULT, (delay, task) -> true);
    SyncCalls syncs = new SyncCalls(RECORDING, KeySpace.DEFAULT, damage);
    syncs.replace(whole().entries(users(1)).build());
    syncs.stage(StageRequest.of("w", "n", 7, users(1), 120_000));
    syncs.replace(whole().staged(501).build());
    syncs.sync(
        SyncRequest.builder("w", "n")
            .from(6)
            .to(7)
            .knownDeadline(5)
            .entries(users(1))
            .leaseMillis(60_000)
            .keepMillis(120_000)
            .wallOffset(-7)
            .build());
    new EvictCalls(RECORDING, KeySpace.DEFAULT, damage).evict(EvictRequest.of("w", "n", 1, "n", 1));
    new RegisterCalls(RECORDING, KeySpace.DEFAULT, damage)
        .set(SetRequest.of("w", "revision", Map.of("ada", acts(true, 1, 1)), 120_000));
    ReadCalls reads = new ReadCalls(RECORDING, KeySpace.DEFAULT, damage);
    reads.partition("w", "n", "a page");
    reads.users("w", Set.of("ada"));
    reads.registers("w", "a page");
  }

  private static Map<String, String> users(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "user " + i, i -> "entry " + i));
  }

  private static ReplaceRequest.Builder whole() {
    return ReplaceRequest.builder("w", "n")
        .to(7)
        .leaseMillis(60_000)
        .keepMillis(120_000)
        .wallOffset(-7);
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void theHeaderListsTheKeysThatJavaSends(Script script) throws IOException {
    assertMatches("KEYS", script, Call::keys);
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void theHeaderListsTheArgumentsThatJavaSends(Script script) throws IOException {
    assertMatches("ARGV", script, Call::arguments);
  }

  private static void assertMatches(String table, Script script, Function<Call, List<String>> sent)
      throws IOException {
    List<String> values = sent.apply(CALLS.get(script));
    List<MatchResult> listed = parameters(ownFile(script), table);
    assertThat(listed.stream().map(it -> Integer.parseInt(it.group(2))))
        .as("numbers")
        .isEqualTo(IntStream.rangeClosed(1, listed.size()).boxed().toList());
    boolean open = !listed.isEmpty() && listed.get(listed.size() - 1).group(3) != null;
    if (open) {
      assertThat(values).hasSizeGreaterThanOrEqualTo(listed.size());
    } else {
      assertThat(values).hasSameSizeAs(listed);
    }
    for (int i = 0; i < listed.size(); i++) {
      String expected = VALUES.get(listed.get(i).group(4));
      if (expected != null) {
        assertThat(values.get(i)).as(listed.get(i).group()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void sharedPartsAgreeWithTheScriptTheyAreFor(Script script) throws IOException {
    List<String> own = descriptions(ownFile(script));
    for (String shared : script.files().subList(0, script.files().size() - 1)) {
      assertThat(own).as(shared).containsAll(descriptions(shared));
    }
  }

  private static List<String> descriptions(String file) throws IOException {
    return Stream.of("KEYS", "ARGV")
        .flatMap(table -> parametersOf(file, table).stream())
        .map(it -> it.group(1) + it.group(2) + " " + it.group(4))
        .toList();
  }

  private static List<MatchResult> parametersOf(String file, String table) {
    try {
      return parameters(file, table);
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  private static List<MatchResult> parameters(String file, String table) throws IOException {
    return PARAMETER
        .matcher(header(file))
        .results()
        .filter(it -> it.group(1).equals(table))
        .toList();
  }

  private static String header(String file) throws IOException {
    return text(file)
        .lines()
        .takeWhile(it -> it.startsWith("--"))
        .collect(Collectors.joining("\n"));
  }

  private static String text(String file) throws IOException {
    try (var in = Script.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String ownFile(Script script) {
    return script.files().get(script.files().size() - 1);
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void scriptsAreShort(Script script) throws IOException {
    for (String file : script.files()) {
      assertThat(text(file).lines()).as(file).hasSizeLessThanOrEqualTo(60);
    }
  }

  @Test
  void readsNeverWrite() {
    Pattern writing =
        Pattern.compile("redis\\.p?call\\('(HSET|HDEL|UNLINK|DEL|RENAME|P?EXPIRE\\w*|S?PUBLISH)'");
    List<Script> reads = new ArrayList<>(List.of(Script.values()));
    reads.removeIf(script -> !script.isReadOnly());
    assertThat(reads)
        .hasSize(4)
        .allSatisfy(script -> assertThat(script.source()).doesNotContainPattern(writing));
  }
}
