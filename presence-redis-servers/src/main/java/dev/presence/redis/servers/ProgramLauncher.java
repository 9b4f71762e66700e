package dev.presence.redis.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the program of this machine as a child process, which ends with the tests. */
record ProgramLauncher(Path program) implements RedisLauncher {

  @Override
  public Running launch(List<String> arguments, Map<String, byte[]> files) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      Path directory = Files.createTempDirectory("presence-redis");
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      Path output = directory.resolve("output.log");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Child child = new Child(process, directory, output);
      Runtime.getRuntime().addShutdownHook(new Thread(child::end));
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Child(Process process, Path directory, Path log) implements Running {
    @Override
    public void kill() {
      process.destroyForcibly().onExit().join();
    }

    @Override
    public void pause() {
      signal("STOP");
    }

    @Override
    public void resume() {
      signal("CONT");
    }

    private void signal(String name) {
      try {
        String command = "kill -" + name + " " + process.pid();
        int code = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
        if (code != 0) {
          throw new IllegalStateException(command + " ended with " + code);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public byte[] read(String file) {
      try {
        return Files.readAllBytes(directory.resolve(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void end() {
      kill();
      File[] files = directory.toFile().listFiles();
      for (File file : files == null ? new File[0] : files) {
        file.delete();
      }
      directory.toFile().delete();
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
