package dev.presence.redis.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Chooses how servers are run: the program of this machine if there is one, or else containers; or
 * what variables say, so that containers, and the other program, can be tried on a machine that has
 * several of them.
 *
 * @param environment the variables of this process
 * @param docker whether a Docker engine answers
 */
record LauncherChoice(Map<String, String> environment, BooleanSupplier docker) {

  static final String VARIABLE = "PRESENCE_TEST_REDIS_LAUNCHER";

  /** Names the program, where the machine has several. */
  static final String PROGRAM_VARIABLE = "PRESENCE_TEST_REDIS_PROGRAM";

  private static final String PROGRAM = "redis-server or valkey-server on the PATH";

  RedisLauncher launcher() {
    String wish = environment.getOrDefault(VARIABLE, "");
    return switch (wish) {
      case "" -> program().or(this::containers).orElseThrow(LauncherChoice::nothing);
      case "program" -> program().orElseThrow(() -> missing(wish, PROGRAM));
      case "docker" -> containers().orElseThrow(() -> missing(wish, "Docker engine"));
      default ->
          throw new IllegalStateException(
              "%s is '%s'; it may be program (%s) or docker, or not be set: then it is the first that there is"
                  .formatted(VARIABLE, wish, PROGRAM));
    };
  }

  private Optional<RedisLauncher> containers() {
    return docker.getAsBoolean() ? Optional.of(new ContainerLauncher()) : Optional.empty();
  }

  private Optional<RedisLauncher> program() {
    String name = environment.getOrDefault(PROGRAM_VARIABLE, "");
    if (!name.isEmpty()) {
      return Optional.of(
          find(name).map(ProgramLauncher::new).orElseThrow(() -> notInstalled(name)));
    }
    return find("redis-server").or(() -> find("valkey-server")).map(ProgramLauncher::new);
  }

  private Optional<Path> find(String name) {
    String[] path = environment.getOrDefault("PATH", "").split(File.pathSeparator);
    return Arrays.stream(path)
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static IllegalStateException missing(String wish, String what) {
    return new IllegalStateException(
        "%s is '%s', but there is no %s; install or start one, or unset the variable"
            .formatted(VARIABLE, wish, what));
  }

  private static IllegalStateException notInstalled(String name) {
    return new IllegalStateException(
        "%s is '%s', but there is no such program on the PATH; install it (bin/setup does on Debian), or unset the variable"
            .formatted(PROGRAM_VARIABLE, name));
  }

  private static IllegalStateException nothing() {
    return new IllegalStateException(
        """
        These tests need Redis 7.0 or Valkey 7.2, or newer. Give them one of:
          - %s=redis://host:port, for the tests that need no servers of their own
          - the program %s (bin/setup installs it on Debian)
          - Docker, for containers of %s"""
            .formatted(RedisServers.URI_VARIABLE, PROGRAM, ContainerLauncher.IMAGE));
  }
}
