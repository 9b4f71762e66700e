package dev.presence.redis.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How servers are run, by what the machine has and what is asked for. */
class LauncherChoiceTest {

  @TempDir private Path directory;
  private Map<String, String> nothing;
  private Map<String, String> docker;

  @BeforeEach
  void setEnvironments() {
    nothing = Map.of("PATH", directory.toString());
    docker = Map.of("PATH", directory.toString(), LauncherChoice.VARIABLE, "docker");
  }

  private Path install(String name) throws IOException {
    Path program = Files.createFile(directory.resolve(name));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  @Test
  void theProgramOfTheMachineComesBeforeContainers() throws IOException {
    Path program = install("valkey-server");
    assertThat(new LauncherChoice(nothing, () -> true).launcher())
        .isEqualTo(new ProgramLauncher(program));
  }

  @Test
  void theProgramCanBeNamed() throws IOException {
    install("redis-server");
    Path program = install("valkey-server");
    assertThat(new LauncherChoice(naming("valkey-server"), () -> true).launcher())
        .isEqualTo(new ProgramLauncher(program));
  }

  @Test
  void namedProgramThatIsMissingFailsAndSaysHowToInstallIt() throws IOException {
    install("redis-server");
    assertThatIllegalStateException()
        .isThrownBy(() -> new LauncherChoice(naming("valkey-server"), () -> true).launcher())
        .withMessageContaining("PRESENCE_TEST_REDIS_PROGRAM is 'valkey-server'")
        .withMessageContaining("bin/setup");
  }

  private Map<String, String> naming(String program) {
    return Map.of("PATH", directory.toString(), LauncherChoice.PROGRAM_VARIABLE, program);
  }

  @Test
  void withoutTheProgramItIsContainers() {
    assertThat(new LauncherChoice(nothing, () -> true).launcher())
        .isEqualTo(new ContainerLauncher());
  }

  @Test
  void containersCanBeAskedForAlthoughThereIsTheProgram() throws IOException {
    install("redis-server");
    assertThat(new LauncherChoice(docker, () -> true).launcher())
        .isEqualTo(new ContainerLauncher());
  }

  @Test
  void withNoneOfTheThreeTheMessageListsThem() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new LauncherChoice(nothing, () -> false).launcher())
        .withMessageContaining("PRESENCE_TEST_REDIS_URI=redis://host:port")
        .withMessageContaining("redis-server or valkey-server on the PATH")
        .withMessageContaining("Docker, for containers of redis:7-alpine");
  }

  @Test
  void whatIsAskedForAndNotThereIsNamed() throws IOException {
    install("redis-server");
    assertThatIllegalStateException()
        .isThrownBy(() -> new LauncherChoice(docker, () -> false).launcher())
        .withMessage(
            "PRESENCE_TEST_REDIS_LAUNCHER is 'docker', but there is no Docker engine; install or start one, or unset the variable");
  }

  @Test
  void anUnknownWishIsAnsweredWithWhatIsAllowed() {
    Map<String, String> wrong = Map.of(LauncherChoice.VARIABLE, "podman");
    assertThatIllegalStateException()
        .isThrownBy(() -> new LauncherChoice(wrong, () -> true).launcher())
        .withMessageContaining("is 'podman'; it may be program (")
        .withMessageContaining(") or docker, or not be set");
  }
}
