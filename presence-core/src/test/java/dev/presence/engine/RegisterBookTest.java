package dev.presence.engine;

import static dev.presence.engine.Acts.acts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.Registers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterBookTest {

  private static final long TTL = 1_000;
  private static final Registers AWAY = acts(true, 10, 0);
  private static final Registers AUTOMATIC = acts(false, 20, 0);
  private static final Registers OFFLINE = acts(false, 15, 15);

  private final RegisterBook book = new RegisterBook(TTL);

  @Test
  void nothingIsSetAtFirst() {
    assertThat(book.of("ada", 0)).isEqualTo(Registers.NONE);
    assertThat(book.hasUnsent()).isFalse();
    assertThat(book.revision()).isEmpty();
  }

  @Test
  void anActOfThisNodeCountsAtOnceAndIsToBeSent() {
    book.act("ada", AWAY);
    assertThat(book.of("ada", 10)).isEqualTo(AWAY);
    assertThat(book.takeUnsent()).isEqualTo(Map.of("ada", AWAY));
    assertThat(book.hasUnsent()).isFalse();
  }

  @Test
  void actsThatWaitAreMerged() {
    book.act("ada", AWAY);
    book.act("ada", AUTOMATIC);
    assertThat(book.takeUnsent()).isEqualTo(Map.of("ada", AUTOMATIC));
  }

  @Test
  void actsThatWereNotStoredAreSentAgainWithLaterOnes() {
    book.act("ada", AWAY);
    Map<String, Registers> taken = book.takeUnsent();
    book.act("ada", AUTOMATIC);
    book.putBack(taken);
    assertThat(book.takeUnsent()).isEqualTo(Map.of("ada", AUTOMATIC));
  }

  @Test
  void onlyWhatChangedIsReported() {
    book.act("ada", AUTOMATIC);
    assertThat(book.merge(Map.of("ada", AWAY, "bob", AWAY), 20)).containsExactly("bob");
    assertThat(book.of("ada", 20)).isEqualTo(AUTOMATIC);
  }

  @Test
  void connectionsThatWereEndedStayEnded() {
    book.act("ada", OFFLINE);
    book.merge(Map.of("ada", AUTOMATIC), 20);
    assertThat(book.of("ada", 20)).isEqualTo(acts(false, 20, 15));
  }

  @Test
  void registersAreForgottenAfterTheirTime() {
    book.act("ada", AWAY);
    assertThat(book.of("ada", 10 + TTL)).isEqualTo(AWAY);
    assertThat(book.of("ada", 11 + TTL)).isEqualTo(Registers.NONE);
    assertThat(book.merge(Map.of("bob", AWAY), 11 + TTL)).isEmpty();
  }

  @Test
  void theStampMovesOnlyFromWhatIsKnown() {
    assertThat(book.advance("", "s1")).isTrue();
    assertThat(book.advance("s2", "s3")).isFalse();
    assertThat(book.revision()).isEqualTo("s1");
    assertThat(book.advance("s0", "s1")).as("known already").isTrue();
  }

  @Test
  void whatTheStoreLacksIsSentAgain() {
    book.merge(Map.of("ada", AWAY, "bob", AWAY), 20);
    book.act("cid", AUTOMATIC);
    book.takeUnsent();
    assertThat(book.loaded(Map.of("bob", AUTOMATIC, "dan", AWAY), "s9", 20))
        .containsExactlyInAnyOrder("bob", "dan");
    assertThat(book.takeUnsent()).isEqualTo(Map.of("ada", AWAY, "cid", AUTOMATIC));
    assertThat(book.revision()).isEqualTo("s9");
  }

  @Test
  void whatIsOverIsNotSentAgain() {
    book.act("ada", AWAY);
    book.takeUnsent();
    book.loaded(Map.of(), "s1", 11 + TTL);
    assertThat(book.hasUnsent()).isFalse();
  }

  /** Any order, any grouping, any repetition: the same in the end. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void registersOfAnyNumberOfWritersMergeInAnyOrderToTheSame(long seed) {
    Random random = new Random(seed);
    List<Registers> acts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      acts.add(acts(random.nextBoolean(), random.nextInt(4), random.nextInt(4)));
    }
    Registers expected = acts.stream().reduce(Registers.NONE, Registers::merge);
    for (int round = 0; round < 200; round++) {
      Collections.shuffle(acts, random);
      List<Registers> repeated = new ArrayList<>(acts);
      repeated.add(acts.get(0));
      repeated.add(acts.get(3));
      assertThat(inGroups(repeated, random)).isEqualTo(expected);
      RegisterBook other = new RegisterBook(TTL);
      repeated.forEach(userRegisters -> other.merge(Map.of("ada", userRegisters), 0));
      assertThat(other.of("ada", 0)).isEqualTo(expected);
    }
  }

  private static Registers inGroups(List<Registers> registers, Random random) {
    if (registers.size() == 1) {
      return registers.get(0);
    }
    int half = 1 + random.nextInt(registers.size() - 1);
    return inGroups(registers.subList(0, half), random)
        .merge(inGroups(registers.subList(half, registers.size()), random));
  }
}
