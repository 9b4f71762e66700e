package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.Claim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimBookTest {

  private static final long TTL = 1_000;
  private static final Claim AWAY = new Claim(true, 10, 0);
  private static final Claim AUTOMATIC = new Claim(false, 20, 0);
  private static final Claim OFFLINE = new Claim(false, 15, 15);

  private final ClaimBook book = new ClaimBook(TTL);

  @Test
  void nothingIsClaimedAtFirst() {
    assertThat(book.of("ada", 0)).isEqualTo(Claim.NONE);
    assertThat(book.hasUnsent()).isFalse();
    assertThat(book.stamp()).isEmpty();
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
    Map<String, Claim> taken = book.takeUnsent();
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
    assertThat(book.of("ada", 20)).isEqualTo(new Claim(false, 20, 15));
  }

  @Test
  void aClaimIsForgottenAfterItsTime() {
    book.act("ada", AWAY);
    assertThat(book.of("ada", 10 + TTL)).isEqualTo(AWAY);
    assertThat(book.of("ada", 11 + TTL)).isEqualTo(Claim.NONE);
    assertThat(book.merge(Map.of("bob", AWAY), 11 + TTL)).isEmpty();
  }

  @Test
  void theStampMovesOnlyFromWhatIsKnown() {
    assertThat(book.advance("", "s1")).isTrue();
    assertThat(book.advance("s2", "s3")).isFalse();
    assertThat(book.stamp()).isEqualTo("s1");
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
    assertThat(book.stamp()).isEqualTo("s9");
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
  void claimsOfAnyNumberOfWritersMergeInAnyOrderToTheSame(long seed) {
    Random random = new Random(seed);
    List<Claim> acts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      acts.add(new Claim(random.nextBoolean(), random.nextInt(4), random.nextInt(4)));
    }
    Claim expected = acts.stream().reduce(Claim.NONE, Claim::merge);
    for (int round = 0; round < 200; round++) {
      Collections.shuffle(acts, random);
      List<Claim> repeated = new ArrayList<>(acts);
      repeated.add(acts.get(0));
      repeated.add(acts.get(3));
      assertThat(inGroups(repeated, random)).isEqualTo(expected);
      ClaimBook other = new ClaimBook(TTL);
      repeated.forEach(claim -> other.merge(Map.of("ada", claim), 0));
      assertThat(other.of("ada", 0)).isEqualTo(expected);
    }
  }

  private static Claim inGroups(List<Claim> claims, Random random) {
    if (claims.size() == 1) {
      return claims.get(0);
    }
    int half = 1 + random.nextInt(claims.size() - 1);
    return inGroups(claims.subList(0, half), random)
        .merge(inGroups(claims.subList(half, claims.size()), random));
  }
}
