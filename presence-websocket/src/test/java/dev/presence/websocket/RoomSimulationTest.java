package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import dev.presence.model.Activity;
import dev.presence.model.PresenceStatus;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rooms over a real tracker while users come and go and clients read slowly, at random: each client
 * ends with what the tracker says, and is never told what it knows.
 */
class RoomSimulationTest {

  private static final int USERS = 12;
  private static final int STEPS = 400;
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final ManualRuntime runtime = new ManualRuntime();
  private final PresenceTracker tracker = PresenceTracker.builder().runtime(runtime).build();
  private final Workspace acme = tracker.workspace("acme");
  private final Rooms rooms = new Rooms(tracker);
  private final List<PresenceConnection> tabs = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();

  /** A page: applies the frames, and checks each. */
  private static final class Client {
    final FakePort port = new FakePort();
    final Room room;
    final Viewer viewer;
    final Map<String, String> statuses = new HashMap<>();
    String epoch;
    long version = -1;

    Client(Room room, String userId) {
      this.room = room;
      Outbox.Listener listener =
          new Outbox.Listener() {
            @Override
            public void overflowed() {
              throw new AssertionError("too many answers");
            }

            @Override
            public void broken(Throwable failure) {
              throw new AssertionError(failure);
            }
          };
      EndpointLimits limits =
          EndpointLimits.builder().pendingUsers(4).pendingAnswers(1_000).build();
      viewer = new Viewer(userId, new Outbox(port, limits, () -> 0, listener));
      room.join(viewer);
    }

    void take() {
      for (JsonNode frame : port.frames()) {
        switch (frame.path("type").asText()) {
          case "presence:snapshot" -> snapshot(frame);
          case "presence:update" -> update(frame);
          case "presence:result" -> result(frame);
          default -> throw new AssertionError(frame);
        }
      }
    }

    private void snapshot(JsonNode frame) {
      if (epoch == null) {
        assertThat(FrameLog.statusIn(frame, viewer.userId)).isNotNull();
      }
      epoch = frame.path("epoch").asText();
      assertThat(frame.path("version").asLong()).isGreaterThanOrEqualTo(version);
      version = frame.path("version").asLong();
      statuses.clear();
      frame
          .path("members")
          .forEach(it -> statuses.put(it.path("userId").asText(), it.path("status").asText()));
    }

    private void update(JsonNode frame) {
      assertThat(epoch).as("a snapshot comes first").isNotNull();
      assertThat(frame.path("version").asLong()).isGreaterThan(version);
      version = frame.path("version").asLong();
      assertThat(frame.path("changes")).isNotEmpty();
      for (JsonNode change : frame.path("changes")) {
        String user = change.path("userId").asText();
        String status = change.path("status").asText();
        assertThat(status).isNotEqualTo(statuses.getOrDefault(user, "offline"));
        statuses.put(user, status);
      }
    }

    private void result(JsonNode frame) {
      for (JsonNode member : frame.path("members")) {
        assertThat(member.path("status").asText())
            .as("an answer is as old as the updates before it")
            .isEqualTo(statuses.getOrDefault(member.path("userId").asText(), "offline"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyClientEndsWithTheTruth(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    tracker.join(rooms::broadcast);
    for (int step = 0; step < STEPS; step++) {
      act(random);
      runtime.advance(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(400) : 0));
      clients.forEach(Client::take);
    }
    clients.forEach(client -> client.port.fast());
    runtime.advance(QUIET);
    clients.forEach(Client::take);
    check();
    tracker.closeAsync();
    runtime.advance(QUIET);
  }

  private void act(SplittableRandom random) {
    String user = "u" + random.nextInt(USERS);
    int ref = random.nextInt(1_000);
    switch (random.nextInt(10)) {
      case 0, 1 ->
          tabs.add(acme.connect(user, random.nextBoolean() ? Activity.ACTIVE : Activity.AWAY));
      case 2 -> pick(tabs, random).ifPresent(tab -> tab.setActivity(Activity.AWAY));
      case 3 -> pick(tabs, random).ifPresent(tab -> tab.setActivity(Activity.ACTIVE));
      case 4, 5 -> pick(tabs, random).ifPresent(tab -> end(tab, random));
      case 6 -> enter(user);
      case 7 ->
          pick(clients, random)
              .ifPresent(
                  it -> it.room.get(it.viewer, ref, Set.copyOf(List.of(user, it.viewer.userId))));
      case 8 -> pick(clients, random).ifPresent(client -> client.port.slow());
      default -> pick(clients, random).ifPresent(client -> client.port.fast());
    }
  }

  private void end(PresenceConnection tab, SplittableRandom random) {
    tabs.remove(tab);
    if (random.nextBoolean()) {
      tab.leave();
    } else {
      tab.disconnected();
    }
  }

  private void enter(String user) {
    acme.connect(user);
    clients.add(new Client(rooms.enter("acme"), user));
  }

  private static <T> java.util.Optional<T> pick(List<T> list, SplittableRandom random) {
    return list.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(list.get(random.nextInt(list.size())));
  }

  private void check() {
    Map<String, String> truth = new HashMap<>();
    var snapshot = acme.snapshot();
    runtime.runUntilIdle();
    snapshot
        .join()
        .members()
        .forEach((user, presence) -> truth.put(user, presence.status().wireName()));
    for (Client client : clients) {
      Map<String, String> seen = new HashMap<>(client.statuses);
      seen.values().removeIf(PresenceStatus.OFFLINE.wireName()::equals);
      assertThat(seen).isEqualTo(truth);
    }
  }
}
