package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DamageLogTest {

  private final List<Runnable> pauses = new ArrayList<>();
  private final DamageLog damage = new DamageLog(KeySpace.DEFAULT, this::later);
  private final CapturedLog log = new CapturedLog();

  private boolean later(Duration delay, Runnable task) {
    assertThat(delay).isEqualTo(Duration.ofMinutes(1));
    return pauses.add(task);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private List<String> reports() {
    return log.linesWith("Ignoring unreadable data");
  }

  @Test
  void aReportNamesKeyFieldValueAndWhatToDo() {
    damage.unreadable("presence:{w}:nodes", "n", "17x");
    assertThat(reports())
        .singleElement()
        .asString()
        .contains("field \"n\" of presence:{w}:nodes is \"17x\"")
        .contains("find out what else writes keys that begin with \"presence:\"");
  }

  @Test
  void thereIsOneReportPerMinuteAndItCountsTheOthers() {
    damage.unreadable("a key", "n", "x");
    damage.unreadable("a key", "n", "x");
    damage.otherType(List.of("another key"));
    assertThat(reports()).hasSize(1);
    pauses.get(0).run();
    damage.otherType(List.of("another key"));
    assertThat(reports()).hasSize(2);
    assertThat(reports().get(1))
        .contains("not logged since the last such message: 2")
        .contains("another key is not a hash");
  }

  @Test
  void aReportIsOneLineOfBoundedLength() {
    damage.unreadable("a key", "a\nfield", "x".repeat(10_000));
    assertThat(reports()).singleElement().asString().contains("a?field").hasSizeLessThan(600);
  }
}
