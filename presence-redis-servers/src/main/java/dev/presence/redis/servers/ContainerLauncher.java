package dev.presence.redis.servers;

import com.github.dockerjava.api.DockerClient;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** Runs the server in a container that shares the network of this machine. */
record ContainerLauncher() implements RedisLauncher {

  /** What bin/with-docker makes an image of the machine's own server as. */
  static final String IMAGE = "redis:7-alpine";

  /** Where the server runs within the image. */
  private static final String DIRECTORY = "/data/";

  @Override
  @SuppressWarnings("resource") // ends with kill, or with the tests
  public Running launch(List<String> arguments, Map<String, byte[]> files) {
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withNetworkMode("host")
            .withCommand(command(arguments))
            .waitingFor(
                Wait.forLogMessage(".*(Ready to accept connections|Sentinel ID).*", 1)
                    .withStartupTimeout(Duration.ofMinutes(1)));
    files.forEach(
        (name, content) ->
            container.withCopyToContainer(Transferable.of(content, 0666), DIRECTORY + name));
    container.start();
    return new Contained(container);
  }

  private static String[] command(List<String> arguments) {
    String[] command = new String[arguments.size() + 1];
    command[0] = "redis-server";
    for (int i = 0; i < arguments.size(); i++) {
      command[i + 1] = arguments.get(i);
    }
    return command;
  }

  private record Contained(GenericContainer<?> container) implements Running {
    @Override
    public void kill() {
      docker().killContainerCmd(container.getContainerId()).exec();
      container.stop();
    }

    @Override
    public void pause() {
      docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
      docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public byte[] read(String file) {
      return container.copyFileFromContainer(DIRECTORY + file, InputStream::readAllBytes);
    }

    @Override
    public String output() {
      return container.getLogs();
    }

    private DockerClient docker() {
      return container.getDockerClient();
    }
  }
}
