package dev.presence.redis;

import java.io.File;
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
      Path directory = Files.createTempDirectory("presence-redis");
      Files.createFile(directory.resolve(CONFIG));
      Path output = directory.resolve("output.log");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Child child = new Child(process, output);
      Runtime.getRuntime().addShutdownHook(new Thread(child::end));
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Child(Process process, Path log) implements Running {
    @Override
    public void kill() {
      process.destroyForcibly().onExit().join();
    }

    private void end() {
      kill();
      File[] files = log.getParent().toFile().listFiles();
      for (File file : files == null ? new File[0] : files) {
        file.delete();
      }
      log.getParent().toFile().delete();
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
