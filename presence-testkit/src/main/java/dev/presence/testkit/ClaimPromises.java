package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.Claim;
import dev.presence.store.ClaimReply;
import dev.presence.store.FeedMessage.Claimed;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredWorkspace;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code claim} promises. */
abstract class ClaimPromises extends StorePromises {

  private static final Claim AWAY = new Claim(true, 10, 0);
  private static final Claim AUTOMATIC_LATER = new Claim(false, 20, 0);
  private static final Claim ENDED = new Claim(false, 5, 5);

  ClaimPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void claimsAreStoredUnderTheStampOfTheCall() {
    ClaimReply reply = claim("first", Map.of("ada", AWAY, "bob", ENDED));
    assertThat(reply).isEqualTo(new ClaimReply("", "first"));
    StoredWorkspace stored = readClaims();
    assertThat(stored.claims()).isEqualTo(Map.of("ada", AWAY, "bob", ENDED));
    assertThat(stored.claimsStamp()).isEqualTo("first");
  }

  @Test
  void theReplyTellsBothStamps() {
    claim("first", Map.of("ada", AWAY));
    assertThat(claim("second", Map.of("ada", AUTOMATIC_LATER)))
        .isEqualTo(new ClaimReply("first", "second"));
  }

  @Test
  void laterActWinsWhateverTheOrder() {
    claim("1", Map.of("ada", AWAY, "bob", AUTOMATIC_LATER));
    claim("2", Map.of("ada", AUTOMATIC_LATER, "bob", AWAY));
    assertThat(readClaims().claims())
        .isEqualTo(Map.of("ada", AUTOMATIC_LATER, "bob", AUTOMATIC_LATER));
  }

  @Test
  void awayWinsOfTwoActsInOneMillisecond() {
    Claim away = new Claim(true, 7, 0);
    Claim automatic = new Claim(false, 7, 0);
    claim("1", Map.of("ada", away, "bob", automatic));
    claim("2", Map.of("ada", automatic, "bob", away));
    assertThat(readClaims().claims()).isEqualTo(Map.of("ada", away, "bob", away));
  }

  @Test
  void connectionsThatWereEndedStayEnded() {
    claim("1", Map.of("ada", new Claim(false, 10, 10)));
    claim("2", Map.of("ada", new Claim(true, 20, 0)));
    claim("3", Map.of("ada", new Claim(false, 5, 15)));
    assertThat(readClaims().claims()).isEqualTo(Map.of("ada", new Claim(true, 20, 15)));
  }

  @Test
  void timesAreExactToTheMillisecondAndMayBeLarge() {
    Claim late = new Claim(true, 9_007_199_254_740_000L, 1_700_000_000_001L);
    claim("1", Map.of("ada", late));
    claim("2", Map.of("ada", new Claim(false, late.at() - 1, late.endedBefore() - 1)));
    assertThat(readClaims().claims()).isEqualTo(Map.of("ada", late));
  }

  @Test
  void timesAreComparedAsNumbers() {
    claim("1", Map.of("ada", new Claim(true, 9, 9)));
    claim("2", Map.of("ada", new Claim(false, 10, 10)));
    assertThat(readClaims().claims()).isEqualTo(Map.of("ada", new Claim(false, 10, 10)));
  }

  @Test
  void theSameClaimCallTwiceIsAppliedOnce() {
    FeedLog log = listen();
    claim("first", Map.of("ada", AWAY));
    ClaimReply again = claim("first", Map.of("ada", AWAY));
    assertThat(again.after()).isEqualTo("first");
    assertThat(toldUntilNow(log)).containsExactly(new Claimed("", "first", Map.of("ada", AWAY)));
  }

  @Test
  void claimsThatTheStoreHoldsAlreadyLeaveTheStampAndAreNotTold() {
    claim("first", Map.of("ada", AUTOMATIC_LATER));
    FeedLog log = listen();
    assertThat(claim("second", Map.of("ada", AWAY))).isEqualTo(new ClaimReply("first", "first"));
    assertThat(readClaims().claimsStamp()).isEqualTo("first");
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void theFeedTellsTheStampsAndWhatIsStoredNow() {
    claim("first", Map.of("ada", ENDED));
    FeedLog log = listen();
    claim("second", Map.of("ada", AWAY));
    assertThat(toldUntilNow(log))
        .containsExactly(new Claimed("first", "second", Map.of("ada", new Claim(true, 10, 5))));
  }

  @Test
  void oneCallMayClaimForFiveHundredUsers() {
    Map<String, Claim> many =
        users(500).keySet().stream().collect(Collectors.toMap(user -> user, user -> AWAY));
    assertThat(claim("many", many).after()).isEqualTo("many");
    assertThat(readClaims().claims()).isEqualTo(many);
  }

  @Test
  void claimsOutliveTheNodes() {
    StoredRecord node = applied(whole("node", 5).put("ada", "x"));
    claim("first", Map.of("ada", AWAY));
    evict(node, node);
    assertThat(readClaims().claims()).isEqualTo(Map.of("ada", AWAY));
  }

  @Test
  void lostClaimsAreAnEmptyBeginning() {
    claim("first", Map.of("ada", AUTOMATIC_LATER));
    contract.loseClaims(workspace());
    assertThat(readClaims().claims()).isEmpty();
    assertThat(readClaims().claimsStamp()).isEmpty();
    assertThat(claim("second", Map.of("ada", AWAY))).isEqualTo(new ClaimReply("", "second"));
    assertThat(readClaims().claims()).isEqualTo(Map.of("ada", AWAY));
  }
}
