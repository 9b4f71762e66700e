package dev.presence.redis;

import dev.presence.redis.ClusterMap.Master;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a cluster. Their map is looked up at the start, and again whenever something shows
 * that it is out of date: a lost connection, or a server that does not have a key. State is
 * confined to the loop; {@link #of} and {@link #all} read a copy from any thread.
 */
final class ClusterServers extends Servers {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** When an incomplete map is looked up again, although nothing needs what is missing. */
  private static final Duration INCOMPLETE_PAUSE = Duration.ofSeconds(5);

  /** A look that takes longer than this is not waited for. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  /** How long a server without slots is kept that another one named. */
  private static final long KEEP_GUESTS_MILLIS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(ClusterServers.class);

  private record Layout(Server[] bySlot, List<Server> all) {}

  /** A server without slots, perhaps one that is about to get its first. */
  private record Guest(Server server, long since) {}

  private final ClusterMap map;
  private final Loop loop;
  private final FeedHub hub;
  private final Outage outage;
  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private final Map<String, Guest> guests = new HashMap<>();
  private Map<String, Server> servers = new TreeMap<>();
  private volatile Layout current = new Layout(new Server[SlotHash.SLOT_COUNT], List.of());
  private int looks;
  private long mostSlots;
  private boolean incomplete;
  private boolean resting;
  private boolean doubtful;
  private boolean closed;

  /** Looks up the masters, and goes on trying until {@link #close}. */
  ClusterServers(ClusterMap map, Loop loop, FeedHub hub) {
    super(loop, true);
    this.map = map;
    this.loop = loop;
    this.hub = hub;
    this.outage = new Outage(map.toString());
    doubt();
  }

  @Override
  @Nullable Server of(String key) {
    return current.bySlot[SlotHash.getSlot(key)];
  }

  @Override
  CompletableFuture<@Nullable Server> at(String address) {
    CompletableFuture<@Nullable Server> found = new CompletableFuture<>();
    if (!loop.run(() -> found.complete(closed ? null : serverAt(address)))) {
      found.complete(null);
    }
    return found;
  }

  private Server serverAt(String address) {
    Server server = servers.get(address);
    return server != null
        ? server
        : guests.computeIfAbsent(address, it -> new Guest(connect(it), loop.ticks())).server();
  }

  @Override
  Collection<Server> all() {
    return current.all;
  }

  @Override
  CompletableFuture<Void> known() {
    return known;
  }

  @Override
  void doubt() {
    loop.run(
        () -> {
          doubtful = true;
          if (!resting) {
            look();
          }
        });
  }

  /** At most once per pause, and one at a time. */
  private void look() {
    if (closed) {
      return;
    }
    resting = true;
    doubtful = false;
    int number = ++looks;
    loop.later(
        LONGEST_LOOK,
        () ->
            looked(
                number,
                null,
                new TimeoutException("no map within " + LONGEST_LOOK.toSeconds() + " s")));
    CompletionStage<List<Master>> looked;
    try {
      looked = map.look();
    } catch (RuntimeException | Error e) {
      looked = CompletableFuture.failedStage(e);
    }
    looked.whenComplete((masters, failure) -> loop.run(() -> looked(number, masters, failure)));
  }

  private void looked(int number, @Nullable List<Master> masters, @Nullable Throwable failure) {
    if (closed || number != looks) {
      return;
    }
    looks++;
    Throwable problem = masters == null ? failure : applied(masters);
    if (masters == null || problem != null) {
      outage.failed(problem);
      doubtful = true;
    }
    known.complete(null);
    loop.later(PAUSE, this::lookAgainIfDoubtful);
  }

  private void lookAgainIfDoubtful() {
    resting = false;
    if (doubtful || servers.isEmpty() || !servers.values().stream().allMatch(Server::isUp)) {
      look();
    }
  }

  /** Null if the map could be applied, otherwise why not. */
  private @Nullable Throwable applied(List<Master> masters) {
    try {
      apply(masters);
      if (outage.ended() && !masters.isEmpty()) {
        log.info("Found {}: {} masters", this, masters.size());
      }
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private void apply(List<Master> masters) {
    Map<String, Server> before = servers;
    Map<String, Server> after = new TreeMap<>();
    Server[] bySlot = new Server[SlotHash.SLOT_COUNT];
    for (Master master : masters) {
      Server server = serverOf(master, before);
      after.put(master.address(), server);
      master.slots().forEach(slot -> bySlot[slot] = server);
    }
    servers = after;
    current = new Layout(bySlot, List.copyOf(after.values()));
    lookAgainIfIncomplete(bySlot);
    hub.moved();
    Map<String, Server> left = new HashMap<>(before);
    left.keySet().removeAll(after.keySet());
    left.values().forEach(Server::close);
    dropOldGuests();
  }

  /**
   * A map with fewer slots than one before is from the middle of a failover, or a server's error.
   */
  private void lookAgainIfIncomplete(Server[] bySlot) {
    long slots = Arrays.stream(bySlot).filter(Objects::nonNull).count();
    mostSlots = Math.max(mostSlots, slots);
    if (slots < mostSlots && !incomplete) {
      incomplete = true;
      loop.later(
          INCOMPLETE_PAUSE,
          () -> {
            incomplete = false;
            doubt();
          });
    }
  }

  private Server serverOf(Master master, Map<String, Server> before) {
    Server known = before.get(master.address());
    if (known != null) {
      return known;
    }
    Guest guest = guests.remove(master.address());
    return guest == null ? connect(master.address()) : guest.server();
  }

  private void dropOldGuests() {
    guests
        .values()
        .removeIf(
            guest -> {
              boolean old = loop.ticks() - guest.since() > KEEP_GUESTS_MILLIS;
              if (old) {
                guest.server().close();
              }
              return old;
            });
  }

  private Server connect(String address) {
    return new Server(address, map.dialer(address), loop, hub, this::doubt);
  }

  @Override
  public void close() {
    closed = true;
    known.complete(null);
    servers.values().forEach(Server::close);
    guests.values().forEach(guest -> guest.server().close());
  }

  @Override
  public String toString() {
    return map.toString();
  }
}
