package dev.presence.benchmarks;

import dev.presence.redis.RedisPresenceStore;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A heartbeat of one node with 1,000 users in a workspace: one call of the script. The naive design
 * refreshes one key per user.
 */
final class Heartbeats implements Measurement {

  private static final int USERS = 1_000;
  private static final int CALLS = 50_000;
  private static final Pattern CPU = Pattern.compile("used_cpu_(?:user|sys):([0-9.]+)");
  private static final List<String> PARTS =
      List.of("base.lua", "record.lua", "sync.lua", "renew.lua", "sync_change.lua");

  /** As in docs/reference/redis.md: 266 µs to 1,753 µs. */
  private static final double ALLOWED_RATIO = 0.16;

  @Override
  public void measure(Figures figures) throws IOException {
    try (RedisServer redis = RedisServers.start()) {
      RedisClient client = RedisClient.create(redis.uri());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        measure(figures, connection);
      } finally {
        client.shutdown();
      }
    }
  }

  private static void measure(Figures figures, StatefulRedisConnection<String, String> connection)
      throws IOException {
    RedisAsyncCommands<String, String> async = connection.async();
    String script = connection.sync().scriptLoad(script());
    connection.sync().hset("{w}nodes", "node", "0 60000 1 1 0 0");
    for (int i = 0; i < USERS; i++) {
      connection.sync().hset("{w}node", "user" + i, "+0:0");
      connection.sync().set("user:" + i, "active", SetArgs.Builder.px(60_000));
    }
    String[] keys = {"{w}nodes", "{w}node", "{w}claims"};
    String[] arguments = {"{w}", "node", "1", "120000", "60000", "0", "0", "x", "x", "1", "0", "0"};
    double ours =
        cpu(connection, 1, i -> async.evalsha(script, ScriptOutputType.MULTI, keys, arguments));
    double naive = cpu(connection, USERS, i -> async.pexpire("user:" + i, 60_000));
    figures
        .row("heartbeat of 1,000 users, CPU of Redis", "µs")
        .size(USERS)
        .goal(Goal.ratioAtMost(ALLOWED_RATIO))
        .add(ours, "1,000 keys refreshed in a pipeline", naive);
  }

  /** Microseconds of CPU that Redis uses for so many calls. */
  private static double cpu(
      StatefulRedisConnection<String, String> connection,
      int calls,
      IntFunction<RedisFuture<?>> call) {
    double before = cpuMicros(connection);
    for (int done = 0; done < CALLS; done += USERS) {
      List<RedisFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        all.add(call.apply(i));
      }
      LettuceFutures.awaitAll(Duration.ofSeconds(60), all.toArray(new RedisFuture<?>[0]));
    }
    return (cpuMicros(connection) - before) * calls / CALLS;
  }

  private static double cpuMicros(StatefulRedisConnection<String, String> connection) {
    Matcher found = CPU.matcher(connection.sync().info("cpu"));
    double seconds = 0;
    while (found.find()) {
      seconds += Double.parseDouble(found.group(1));
    }
    return seconds * 1e6;
  }

  private static String script() throws IOException {
    StringBuilder script = new StringBuilder();
    for (String part : PARTS) {
      try (InputStream in = RedisPresenceStore.class.getResourceAsStream(part)) {
        if (in == null) {
          throw new IllegalStateException("the script " + part + " is missing");
        }
        script.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      }
    }
    return script.toString();
  }
}
