package dev.presence.sample.bots;

import java.util.List;
import java.util.random.RandomGenerator;

/** How a bot is at the moment, and how it may be next. */
enum BotMood {
  GONE,
  ACTIVE,
  /** Its tab is hidden. */
  IDLE,
  /** Set by hand. */
  AWAY;

  /** What comes next; never the same again. */
  BotMood next(RandomGenerator random) {
    List<BotMood> choices =
        switch (this) {
          case GONE -> List.of(ACTIVE);
          case ACTIVE -> List.of(IDLE, IDLE, IDLE, AWAY, GONE, GONE);
          case IDLE -> List.of(ACTIVE, ACTIVE, ACTIVE, GONE);
          case AWAY -> List.of(ACTIVE);
        };
    return choices.get(random.nextInt(choices.size()));
  }
}
