package dev.presence.redis;

import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** Runs the server in a container that shares the network of this machine. */
record ContainerLauncher() implements RedisLauncher {

  private static final String IMAGE = "redis:7-alpine";

  @Override
  @SuppressWarnings("resource") // ends with kill, or with the tests
  public Running launch(List<String> arguments) {
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withNetworkMode("host")
            .withCopyToContainer(Transferable.of("", 0666), "/data/" + CONFIG)
            .withCommand(command(arguments))
            .waitingFor(
                Wait.forLogMessage(".*(Ready to accept connections|Sentinel ID).*", 1)
                    .withStartupTimeout(Duration.ofMinutes(1)));
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
      container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
      container.stop();
    }

    @Override
    public String output() {
      return container.getLogs();
    }
  }
}
