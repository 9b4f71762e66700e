package dev.presence.sample.bots;

import dev.presence.runtime.PresenceRuntime;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** One person whom the demo lets come and go. Its own tasks run one after the other. */
final class Bot {

  private final BotSocket socket;
  private final PresenceRuntime runtime;
  private final RandomGenerator random;
  private final Duration pace;
  private BotMood mood = BotMood.GONE;
  private boolean stopped;

  /**
   * @param pace how long a mood lasts on average
   */
  Bot(BotSocket socket, PresenceRuntime runtime, RandomGenerator random, Duration pace) {
    this.socket = socket;
    this.runtime = runtime;
    this.random = random;
    this.pace = pace;
  }

  void start(Duration firstAfter) {
    runtime.schedule(firstAfter, this::step);
  }

  synchronized void stop() {
    stopped = true;
    socket.leave();
  }

  private synchronized void step() {
    if (stopped) {
      return;
    }
    if (!socket.isOpen()) {
      mood = BotMood.GONE; // the server may have ended it
    }
    BotMood next = mood.next(random);
    act(mood, next);
    mood = next;
    long half = pace.toMillis() / 2;
    runtime.schedule(Duration.ofMillis(half + random.nextLong(2 * half + 1)), this::step);
  }

  private void act(BotMood before, BotMood next) {
    switch (next) {
      case GONE -> socket.leave();
      case IDLE -> socket.send("{\"type\":\"presence:activity\",\"active\":false}");
      case AWAY -> socket.send("{\"type\":\"presence:setAway\"}");
      case ACTIVE -> {
        if (before == BotMood.GONE) {
          socket.open();
        }
        // By hand holds over restarts of the demo, so an earlier run may have left this bot away.
        if (before != BotMood.IDLE) {
          socket.send("{\"type\":\"presence:setActive\"}");
        }
        socket.send("{\"type\":\"presence:activity\",\"active\":true}");
      }
    }
  }
}
