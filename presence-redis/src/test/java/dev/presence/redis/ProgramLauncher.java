package dev.presence.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the program of this machine as a child process, which ends with the tests. */
record ProgramLauncher(Path program) implements RedisLauncher {

  @Override
  public Running launch(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile("presence-redis", ".log");
      output.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Child(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Child(Process process, Path log) implements Running {
    @Override
    public void kill() {
      process.destroyForcibly().onExit().join();
    }

    @Override
    public String output() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        return e.toString();
      }
    }
  }
}
