package dev.presence.sample.bots;

import dev.presence.runtime.PresenceRuntime;
import dev.presence.sample.people.Directory;
import dev.presence.sample.people.Person;
import dev.presence.sample.web.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** All bots of a demo. */
public final class Bots implements AutoCloseable {

  /** However many there are, something is to be seen about this often. */
  private static final Duration ONE_CHANGE = Duration.ofSeconds(3);

  private static final Duration FASTEST = Duration.ofSeconds(6);
  private static final Duration BETWEEN_ARRIVALS = Duration.ofMillis(400);

  private final List<Bot> bots = new ArrayList<>();
  private volatile @Nullable URI server;

  private Bots() {}

  /** Bots of these people, whose every throw of the dice follows from the seed. */
  public static Bots of(List<Person> people, PresenceRuntime runtime, long seed) {
    Bots bots = new Bots();
    Duration shared = ONE_CHANGE.multipliedBy(people.size());
    Duration pace = shared.compareTo(FASTEST) < 0 ? FASTEST : shared;
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < people.size(); i++) {
      String userId = people.get(i).userId();
      BotSocket socket = new BotSocket(client, () -> bots.addressOf(userId));
      bots.bots.add(new Bot(socket, runtime, new Random(seed + i), pace));
    }
    return bots;
  }

  /** Lets them arrive, one after the other. */
  public void start(URI address) {
    server = address;
    for (int i = 0; i < bots.size(); i++) {
      bots.get(i).start(BETWEEN_ARRIVALS.multipliedBy(i + 1));
    }
  }

  @Override
  public void close() {
    bots.forEach(Bot::stop);
  }

  private URI addressOf(String userId) {
    URI at = server;
    if (at == null) {
      throw new IllegalStateException("the bots were not started");
    }
    return URI.create(
        "ws://%s/presence/%s?token=%s"
            .formatted(at.getAuthority(), Directory.HOME, Tokens.make(userId)));
  }
}
