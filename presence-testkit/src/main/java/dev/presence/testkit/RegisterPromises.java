package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.FeedMessage.RegistersSet;
import dev.presence.store.Register;
import dev.presence.store.RegisterPage;
import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.StoredRecord;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code set} promises. */
abstract class RegisterPromises extends StorePromises {

  private static final Registers AWAY = acts(true, 10, 0);
  private static final Registers AUTOMATIC_LATER = acts(false, 20, 0);
  private static final Registers ENDED = acts(false, 5, 5);

  RegisterPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void registersAreStoredUnderTheRevisionOfTheCall() {
    SetReply reply = set("first", Map.of("ada", AWAY, "bob", ENDED));
    assertThat(reply).isEqualTo(SetReply.of("", "first"));
    RegisterPage stored = readRegisters();
    assertThat(stored.registers()).isEqualTo(Map.of("ada", AWAY, "bob", ENDED));
    assertThat(stored.revision()).isEqualTo("first");
  }

  @Test
  void theReplyNamesBothRevisions() {
    set("first", Map.of("ada", AWAY));
    assertThat(set("second", Map.of("ada", AUTOMATIC_LATER)))
        .isEqualTo(SetReply.of("first", "second"));
  }

  @Test
  void theLaterTimeWinsWhateverTheOrder() {
    set("1", Map.of("ada", AWAY, "bob", AUTOMATIC_LATER));
    set("2", Map.of("ada", AUTOMATIC_LATER, "bob", AWAY));
    assertThat(readRegisters().registers())
        .isEqualTo(Map.of("ada", AUTOMATIC_LATER, "bob", AUTOMATIC_LATER));
  }

  @Test
  void ofTwoAtOneTimeTheGreaterValueWins() {
    Registers away = acts(true, 7, 0);
    Registers automatic = acts(false, 7, 0);
    set("1", Map.of("ada", away, "bob", automatic));
    set("2", Map.of("ada", automatic, "bob", away));
    assertThat(readRegisters().registers()).isEqualTo(Map.of("ada", away, "bob", away));
  }

  @Test
  void registersOfOneUserAreMergedEachByItself() {
    set("1", Map.of("ada", acts(false, 10, 10)));
    set("2", Map.of("ada", acts(true, 20, 0)));
    set("3", Map.of("ada", acts(false, 5, 15)));
    assertThat(readRegisters().registers()).isEqualTo(Map.of("ada", acts(true, 20, 15)));
  }

  @Test
  void timesAreExactToTheMillisecondAndMayBeLarge() {
    Registers late = acts(true, 9_007_199_254_740_000L, 1_700_000_000_001L);
    set("1", Map.of("ada", late));
    set("2", Map.of("ada", acts(false, 9_007_199_254_739_999L, 1_700_000_000_000L)));
    assertThat(readRegisters().registers()).isEqualTo(Map.of("ada", late));
  }

  @Test
  void timesAreComparedAsNumbers() {
    set("1", Map.of("ada", acts(true, 9, 9)));
    set("2", Map.of("ada", acts(false, 10, 10)));
    assertThat(readRegisters().registers()).isEqualTo(Map.of("ada", acts(false, 10, 10)));
  }

  @Test
  void theSameCallTwiceIsAppliedOnce() {
    FeedLog log = listen();
    set("first", Map.of("ada", AWAY));
    SetReply again = set("first", Map.of("ada", AWAY));
    assertThat(again.after()).isEqualTo("first");
    assertThat(toldUntilNow(log))
        .containsExactly(RegistersSet.of("", "first", Map.of("ada", AWAY)));
  }

  @Test
  void registersThatTheStoreHoldsAlreadyLeaveTheRevisionAndAreNotPublished() {
    set("first", Map.of("ada", AUTOMATIC_LATER));
    FeedLog log = listen();
    assertThat(set("second", Map.of("ada", AWAY))).isEqualTo(SetReply.of("first", "first"));
    assertThat(readRegisters().revision()).isEqualTo("first");
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void theFeedPublishesTheRevisionsAndWhatIsStoredNow() {
    set("first", Map.of("ada", ENDED));
    FeedLog log = listen();
    set("second", Map.of("ada", AWAY));
    assertThat(toldUntilNow(log))
        .containsExactly(RegistersSet.of("first", "second", Map.of("ada", acts(true, 10, 5))));
  }

  @Test
  void oneCallMaySetRegistersOfFiveHundredUsers() {
    Map<String, Registers> many =
        users(500).keySet().stream().collect(Collectors.toMap(user -> user, user -> AWAY));
    assertThat(set("many", many).after()).isEqualTo("many");
    assertThat(readRegisters().registers()).isEqualTo(many);
  }

  @Test
  void registersOutliveTheNodes() {
    StoredRecord node = applied(whole("node", 5).put("ada", "x"));
    set("first", Map.of("ada", AWAY));
    evict(node, node);
    assertThat(readRegisters().registers()).isEqualTo(Map.of("ada", AWAY));
  }

  @Test
  void lostRegistersAreAnEmptyBeginning() {
    set("first", Map.of("ada", AUTOMATIC_LATER));
    contract.loseRegisters(workspace());
    assertThat(readRegisters().registers()).isEmpty();
    assertThat(readRegisters().revision()).isEmpty();
    assertThat(set("second", Map.of("ada", AWAY))).isEqualTo(SetReply.of("", "second"));
    assertThat(readRegisters().registers()).isEqualTo(Map.of("ada", AWAY));
  }

  @Test
  void registersOfAnyNameAreKeptAndMerged() {
    Register note = Register.of("note", 10, "at lunch until 1\n{\"x\":\"\u00e9\ud83d\ude00\"}");
    Register future = Register.of("future", 3, "");
    set("1", Map.of("ada", Registers.of(note, future)));
    set("2", Map.of("ada", AWAY));
    set("3", Map.of("ada", Registers.of(Register.of("note", 9, "older"))));
    assertThat(readRegisters().registers())
        .isEqualTo(Map.of("ada", Registers.of(note, future).merge(AWAY)));
    assertThat(readUsers("ada").registers()).isEqualTo(readRegisters().registers());
  }

  @Test
  void valuesAreComparedAsBytes() {
    String[] ascending = {"", "A", "B", "a", "aa", "b", "\u00e9", "\uffee", "\ud83d\ude00"};
    for (int i = 0; i < ascending.length; i++) {
      set("up " + i, Map.of("ada", Registers.of(Register.of("value", 5, ascending[i]))));
      int other = ascending.length - 1 - i;
      set("down " + i, Map.of("bob", Registers.of(Register.of("value", 5, ascending[other]))));
    }
    Registers greatest = Registers.of(Register.of("value", 5, ascending[ascending.length - 1]));
    assertThat(readRegisters().registers()).isEqualTo(Map.of("ada", greatest, "bob", greatest));
  }
}
