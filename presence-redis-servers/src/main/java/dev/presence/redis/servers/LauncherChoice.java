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
 * what a variable says, so that containers can be tried on a machine that has the program.
 *
 * @param environment the variables of this process
 * @param docker whether a Docker engine answers
 */
record LauncherChoice(Map<String, String> environment, BooleanSupplier docker) {

  static final String VARIABLE = "PRESENCE_TEST_REDIS_LAUNCHER";

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
