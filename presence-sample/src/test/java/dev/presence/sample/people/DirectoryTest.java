package dev.presence.sample.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.sample.people.Conversation.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {
  @Test
  void asManyBotsAsAskedForAndNeverOneThatPeopleSignInAs() {
    Directory directory = Directory.of(20, Directory.MOST_BOTS);
    assertThat(directory.bots())
        .hasSize(Directory.MOST_BOTS)
        .extracting(Person::userId)
        .doesNotContain("ada", "bob", "carol", "mallory")
        .noneMatch(userId -> userId.matches("u\\d+"));
    assertThat(Directory.of(0, 2).bots()).hasSize(2);
    assertThat(Directory.of(0, 0).bots()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 5, 6, 11, 500})
  void everyoneHasA1To1AndAGroupAndFewOfThem(int members) {
    Roster roster = Directory.of(members, 5).workspace(Directory.HOME).orElseThrow();
    assertThat(roster.members()).hasSize(13 + members);
    for (Person person : roster.members()) {
      List<Conversation> found = roster.conversationsOf(person.userId());
      assertThat(found).hasSizeLessThan(16);
      if (person.userId().matches("u\\d+|ada|bob|carol")) {
        assertThat(found).extracting(Conversation::kind).contains(Kind.DIRECT, Kind.GROUP);
      }
    }
  }

  @Test
  void conversationsAreAmongMembersAndIdsAreUnique() {
    for (Roster roster : Directory.of(30, 5).workspacesOf("ada")) {
      List<Conversation> all =
          roster.members().stream()
              .flatMap(person -> roster.conversationsOf(person.userId()).stream())
              .distinct()
              .toList();
      assertThat(all).extracting(Conversation::id).doesNotHaveDuplicates();
      assertThat(all).flatExtracting(Conversation::members).allMatch(roster::hasMember);
      assertThat(all).allMatch(it -> it.members().stream().distinct().count() > 1);
    }
  }

  @Test
  void mostPeopleAreNoMembersOfTheSecondWorkspace() {
    Directory directory = Directory.of(10, 5);
    assertThat(directory.workspacesOf("ada")).extracting(Roster::workspaceId).hasSize(2);
    assertThat(directory.workspacesOf("bob")).extracting(Roster::workspaceId).containsOnly("acme");
    assertThat(IntStream.rangeClosed(1, 10).mapToObj(i -> "u" + i))
        .allMatch(userId -> directory.workspacesOf(userId).size() == 1);
    assertThat(directory.workspace("nowhere")).isEmpty();
  }

  @Test
  void oneMembersNameIsAnAttackOnThePage() {
    assertThat(Directory.of(0, 0).cast())
        .extracting(Person::name)
        .contains("<img src=x onerror=alert(1)>");
  }
}
