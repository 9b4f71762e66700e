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
  private static final int ROUNDS = 20;
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
    double ours = time(1, i -> async.evalsha(script, ScriptOutputType.MULTI, keys, arguments));
    double naive = time(USERS, i -> async.pexpire("user:" + i, 60_000));
    figures
        .row("heartbeat of 1,000 users, until Redis has answered", "µs")
        .size(USERS)
        .goal(Goal.ratioAtMost(ALLOWED_RATIO))
        .add(ours, "1,000 keys refreshed in a pipeline", naive);
    String stats = connection.sync().info("commandstats");
    figures
        .row("heartbeat of 1,000 users, inside Redis", "µs")
        .size(USERS)
        .goal(Goal.ratioAtMost(ALLOWED_RATIO))
        .add(perCall(stats, "evalsha"), "1,000 keys refreshed", USERS * perCall(stats, "pexpire"));
  }

  /** The fastest of several rounds, in microseconds. */
  private static double time(int calls, IntFunction<RedisFuture<?>> call) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS * (1 + USERS / calls / 10); round++) {
      long start = System.nanoTime();
      List<RedisFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        all.add(call.apply(i));
      }
      LettuceFutures.awaitAll(Duration.ofSeconds(10), all.toArray(new RedisFuture<?>[0]));
      best = Math.min(best, (System.nanoTime() - start) / 1e3);
    }
    return best;
  }

  private static double perCall(String stats, String command) {
    Matcher found =
        Pattern.compile("cmdstat_" + command + ":.*usec_per_call=([0-9.]+)").matcher(stats);
    if (!found.find()) {
      throw new IllegalStateException("Redis has no figures of " + command);
    }
    return Double.parseDouble(found.group(1));
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
