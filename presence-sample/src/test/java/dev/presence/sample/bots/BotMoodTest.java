package dev.presence.sample.bots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BotMoodTest {
  @ParameterizedTest
  @EnumSource
  void aMoodAlwaysChanges(BotMood mood) {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      assertThat(mood.next(random)).isNotEqualTo(mood);
    }
  }

  @Test
  void everyMoodComesAndTheSameSeedTellsTheSameStory() {
    assertThat(storyOf(3)).isEqualTo(storyOf(3)).isNotEqualTo(storyOf(4));
    Set<BotMood> seen = EnumSet.noneOf(BotMood.class);
    BotMood mood = BotMood.GONE;
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      seen.add(mood);
      mood = mood.next(random);
    }
    assertThat(seen).containsExactlyInAnyOrder(BotMood.values());
  }

  private static String storyOf(long seed) {
    StringBuilder story = new StringBuilder();
    Random random = new Random(seed);
    BotMood mood = BotMood.GONE;
    for (int i = 0; i < 40; i++) {
      mood = mood.next(random);
      story.append(mood).append(' ');
    }
    return story.toString();
  }
}
