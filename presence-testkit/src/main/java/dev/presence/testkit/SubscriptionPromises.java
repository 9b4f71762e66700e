package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.PresenceStore;
import dev.presence.store.StoreSubscription;
import org.junit.jupiter.api.Test;

/** What {@code subscribe} promises, and the handle that it answers. */
abstract class SubscriptionPromises extends StorePromises {

  SubscriptionPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void aSubscriptionReportsThatItIsEstablished() {
    FeedLog log = new FeedLog();
    contract.get(store().subscribe(workspace(), log));
    contract.awaitUntil(() -> log.timesSubscribed() == 1);
  }

  @Test
  void whatHappensOnceASubscriptionIsEstablishedIsPublished() {
    for (int i = 1; i <= 20; i++) {
      FeedLog log = new FeedLog();
      StoreSubscription subscription = contract.get(store().subscribe(workspace(), log));
      applied(whole("n", i));
      assertThat(toldUntilNow(log)).hasSize(1);
      subscription.close();
    }
  }

  @Test
  void aClosedSubscriptionDoesNotSilenceAnother() {
    FeedLog closed = new FeedLog();
    StoreSubscription subscription = subscribe(store(), closed);
    FeedLog open = listen();
    subscription.close();
    applied(whole("n", 5));
    assertThat(toldUntilNow(open)).hasSize(1);
    assertThat(closed.messages()).isEmpty();
  }

  @Test
  void closingAnOlderHandleAgainDoesNotSilenceANewerOne() {
    FeedLog log = new FeedLog();
    StoreSubscription older = subscribe(store(), log);
    older.close();
    FeedLog newer = listen();
    older.close();
    older.renew();
    applied(whole("n", 5));
    assertThat(toldUntilNow(newer)).hasSize(1);
    assertThat(log.timesSubscribed()).isEqualTo(1);
  }

  @Test
  void theSameFeedMaySubscribeTwice() {
    FeedLog log = new FeedLog();
    StoreSubscription first = subscribe(store(), log);
    subscribe(store(), log);
    contract.awaitUntil(() -> log.timesSubscribed() == 2);
    first.close();
    applied(whole("n", 5));
    assertThat(toldUntilNow(log)).hasSize(1);
  }

  @Test
  void aRenewedSubscriptionReportsThatItIsEstablishedAndGoesOn() {
    FeedLog log = new FeedLog();
    StoreSubscription subscription = subscribe(store(), log);
    subscription.renew();
    contract.awaitUntil(() -> log.timesSubscribed() == 2);
    applied(whole("n", 5));
    assertThat(toldUntilNow(log)).hasSize(1);
  }

  @Test
  void aSubscriptionRenewedTwiceInARowGoesOn() {
    FeedLog log = new FeedLog();
    StoreSubscription subscription = subscribe(store(), log);
    FeedLog other = listen();
    subscription.renew();
    contract.awaitUntil(() -> log.timesSubscribed() >= 2);
    subscription.renew();
    contract.awaitUntil(() -> log.timesSubscribed() >= 3);
    applied(whole("n", 5));
    assertThat(toldUntilNow(log)).hasSize(1);
    assertThat(toldUntilNow(other)).isNotEmpty();
  }

  @Test
  void renewingOneSubscriptionLeavesOthersStanding() {
    StoreSubscription renewed = subscribe(store(), new FeedLog());
    FeedLog other = listen();
    renewed.renew();
    applied(whole("n", 5));
    assertThat(toldUntilNow(other)).hasSize(1);
  }

  @Test
  void closingADoorEndsItsOwnSubscriptionsOnly() {
    PresenceStore closing = contract.door();
    FeedLog silenced = new FeedLog();
    subscribe(closing, silenced);
    FeedLog other = listen();
    closing.close();
    applied(whole("n", 5));
    assertThat(toldUntilNow(other)).hasSize(1);
    assertThat(silenced.messages()).isEmpty();
  }
}
