package dev.presence.sample;

import dev.presence.model.PresenceOptions;
import dev.presence.sample.people.Directory;
import dev.presence.websocket.EndpointLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the demo from the command line; {@code --help} lists the flags. */
@Command(
    name = "bin/demo",
    description = "Shows who is active, away or offline, in a workspace that opens in a browser.",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Demo implements Callable<Integer> {

  private static final int MOST_MEMBERS = 100_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("unused") // picocli looks at it
  private boolean help;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 takes a free port. Default: ${DEFAULT-VALUE}")
  private int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "The address to listen at. The demo has no passwords: think twice before you let others reach it. Default: ${DEFAULT-VALUE}")
  private String host = "127.0.0.1";

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "Keep presence in Redis, such as redis://localhost:6379, so that several demos are one cluster. Default: in memory")
  private @Nullable String redis;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description =
          "What all keys and channels in Redis begin with. Demos with different namespaces do not see each other. Default: ${DEFAULT-VALUE}")
  private String namespace = "presence";

  @Option(
      names = "--members",
      paramLabel = "N",
      description = "Add u1 to uN to the workspace acme. Default: ${DEFAULT-VALUE}")
  private int members = 0;

  @Option(
      names = "--bots",
      paramLabel = "N",
      description =
          "Let that many of the people come and go by themselves, 0 to "
              + Directory.MOST_BOTS
              + "; never ada, bob, carol, mallory and u1 to uN. Default: ${DEFAULT-VALUE}")
  private int bots = 5;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long a crashed server's users stay online. Default: 60s")
  private Duration ttl = PresenceOptions.PRESENCE_TTL;

  @Option(
      names = "--heartbeat",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How often a server says that it is alive. Default: 30s")
  private Duration heartbeat = PresenceOptions.HEARTBEAT_INTERVAL;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long somebody whose connection was lost stays online. Default: 5s")
  private Duration grace = PresenceOptions.defaults().grace();

  @Option(
      names = "--last-seen",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "How long to remember when people were last online, such as 30d. Default: not at all")
  private Duration lastSeen = Duration.ZERO;

  @Option(
      names = "--full-list-limit",
      paramLabel = "N",
      description =
          "With more people online, pages receive counts and the people on screen instead of everyone. Default: ${DEFAULT-VALUE}")
  private int fullListLimit = EndpointLimits.defaults().fullListLimit();

  public static void main(String[] arguments) {
    int code =
        new CommandLine(new Demo())
            .setParameterExceptionHandler(Demo::refuse)
            .setExecutionExceptionHandler(Demo::fail)
            .execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws Exception {
    DemoServer server = start(settings());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "demo-stop"));
    System.out.println("Presence demo ready: " + server.uri());
    System.out.flush();
    server.join();
    return 0;
  }

  private DemoSettings settings() {
    require(port >= 0 && port <= 65_535, "--port", port, "0 to 65535");
    require(members >= 0 && members <= MOST_MEMBERS, "--members", members, "0 to " + MOST_MEMBERS);
    require(
        bots >= 0 && bots <= Directory.MOST_BOTS, "--bots", bots, "0 to " + Directory.MOST_BOTS);
    try {
      return new DemoSettings(
          host,
          port,
          redis,
          namespace,
          members,
          bots,
          DemoSettings.optionsOf(ttl, heartbeat, grace, lastSeen),
          EndpointLimits.builder().fullListLimit(fullListLimit).build());
    } catch (IllegalArgumentException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
  }

  private DemoServer start(DemoSettings settings) throws Exception {
    try {
      return DemoServer.start(settings);
    } catch (UnresolvedAddressException e) {
      throw refusal("--host " + host + " is no address of this machine");
    } catch (IllegalArgumentException e) {
      throw refusal(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw refusal(
          "cannot listen at %s port %d: %s; give another --host or --port; port 0 is a free one"
              .formatted(host, port, cause.getMessage() == null ? cause : cause.getMessage()));
    }
  }

  private void require(boolean fine, String flag, int value, String allowed) {
    if (!fine) {
      throw refusal(flag + " was " + value + "; it must be " + allowed);
    }
  }

  private ParameterException refusal(String message) {
    CommandLine line = spec == null ? new CommandLine(this) : spec.commandLine();
    return new ParameterException(line, message);
  }

  private static int refuse(ParameterException problem, String[] arguments) {
    say(problem.getCommandLine(), problem.getMessage() + " (--help lists the flags)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int fail(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult arguments) {
    LoggerFactory.getLogger(Demo.class).error("The demo failed", failure);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void say(CommandLine commandLine, String message) {
    PrintWriter err = commandLine.getErr();
    err.println("bin/demo: " + message.replaceAll("\\s*\\R\\s*", " "));
    err.flush();
  }
}
