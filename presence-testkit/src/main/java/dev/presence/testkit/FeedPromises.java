package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.FeedMessage;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.FeedMessage.Gone;
import dev.presence.store.FeedMessage.RegistersSet;
import dev.presence.store.PresenceStore;
import dev.presence.store.Registers;
import dev.presence.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the feed promises to tell. */
abstract class FeedPromises extends StorePromises {

  FeedPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void aChangeIsPublished() {
    applied(whole("n", 5).put("ada", "x").put("bob", "x"));
    FeedLog log = listen();
    StoredRecord record = applied(change("n", 4, 6).put("ada", "y").remove("bob"));
    assertTold(toldUntilNow(log), Changed.difference(record, 4, Map.of("ada", "y"), Set.of("bob")));
  }

  @Test
  void aWholePartitionIsPublished() {
    FeedLog log = listen();
    StoredRecord record = applied(whole("n", 5).put("ada", "x").put("bob", "y"));
    assertTold(toldUntilNow(log), Changed.whole(record, Map.of("ada", "x", "bob", "y")));
  }

  @Test
  void aStagedPartitionIsPublished() {
    FeedLog log = listen();
    Map<String, String> users = users(PresenceStore.MOST_USERS + 1);
    StoredRecord record = applied(staged("n", 5, users));
    assertTold(toldUntilNow(log), Changed.whole(record, users));
  }

  @Test
  void aWholePartitionOfAsManyUsersAsOneCallHoldsIsPublished() {
    FeedLog log = listen();
    Map<String, String> users = users(PresenceStore.MOST_USERS);
    StoredRecord record = applied(whole("n", 5).putAll(users));
    assertTold(toldUntilNow(log), Changed.whole(record, users));
  }

  @Test
  void aChangeOfAsManyUsersAsOneCallHoldsIsPublished() {
    applied(whole("n", 5).putAll(users(400)));
    FeedLog log = listen();
    String[] removed = users(100).keySet().toArray(String[]::new);
    Map<String, String> written = users(PresenceStore.MOST_USERS);
    written.keySet().removeAll(Set.of(removed));
    StoredRecord record = applied(change("n", 5, 6).putAll(written).remove(removed));
    assertThat(record.users()).isEqualTo(400);
    assertTold(toldUntilNow(log), Changed.difference(record, 5, written, Set.of(removed)));
  }

  @Test
  void aNodeReceivesItsOwnChanges() {
    FeedLog log = listen();
    applied(whole("n", 5));
    assertThat(toldUntilNow(log)).hasSize(1);
  }

  @Test
  void theFeedTellsChangesInTheOrderInWhichTheyHappened() {
    FeedLog log = listen();
    PresenceStore otherDoor = contract.door();
    List<FeedMessage> expected = new ArrayList<>();
    String revision = "";
    for (int i = 1; i <= 25; i++) {
      StoredRecord one = applied(whole("one", i).put("ada", "x"));
      expected.add(Changed.whole(one, Map.of("ada", "x")));
      SyncDraft draft = whole("two", i).put("bob", "y");
      StoredRecord two = recordOf("two", contract.get(draft.sendTo(otherDoor)));
      expected.add(Changed.whole(two, Map.of("bob", "y")));
      Map<String, Registers> registers = Map.of("eve", acts(true, i, 0));
      String next = set("revision " + i, registers).after();
      expected.add(RegistersSet.of(revision, next, registers));
      revision = next;
      evict(two, one);
      expected.add(Gone.of("two", i));
    }
    assertTold(toldUntilNow(log), expected.toArray(FeedMessage[]::new));
  }

  @Test
  void changesThatAreMadeAtOnceArePublishedInTheOrderOfTheirSequences() {
    applied(whole("n", 1));
    FeedLog log = listen();
    List<SyncDraft> drafts = new ArrayList<>();
    for (int i = 2; i <= 100; i++) {
      drafts.add(change("n", 1, i).put("user-" + i, "x"));
    }
    drafts.stream().map(draft -> draft.sendTo(store())).toList().forEach(contract::get);
    assertThat(toldUntilNow(log))
        .extracting(message -> ((Changed) message).record().sequence())
        .isSorted()
        .doesNotHaveDuplicates()
        .contains(100L);
  }

  @Test
  void everyDoorReceivesTheSame() {
    FeedLog here = listen();
    FeedLog there = new FeedLog();
    subscribe(contract.door(), there);
    applied(whole("n", 5).put("ada", "x"));
    evict(recordOf("n"), recordOf("n"));
    List<FeedMessage> told = toldUntilNow(here);
    assertThat(told).hasSize(2);
    contract.awaitUntil(() -> there.messages().size() > 2);
    assertThat(there.messages().subList(0, 2)).isEqualTo(told);
  }

  @Test
  void aFeedReceivesChangesOfItsOwnWorkspaceOnly() {
    FeedLog log = listen();
    String mine = workspace();
    for (String other : List.of(mine + "x", mine.substring(1), mine + ":nodes", mine + "*")) {
      inWorkspace(other);
      applied(whole("n", 5));
    }
    inWorkspace(mine);
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void strangeTextSurvivesTheFeed() {
    FeedLog log = listen();
    String strange = "{\"a\":\"\u00e9\ud83d\ude00\\\"\\n\"}, 1\n\t";
    StoredRecord record = applied(whole(strange, 5).put(strange, strange));
    set(strange, Map.of(strange, acts(true, 10, 0)));
    assertTold(
        toldUntilNow(log),
        Changed.whole(record, Map.of(strange, strange)),
        RegistersSet.of("", strange, Map.of(strange, acts(true, 10, 0))));
  }
}
