package dev.presence.sample;

import dev.presence.PresenceTracker;
import dev.presence.sample.bots.Bots;
import dev.presence.sample.people.Directory;
import dev.presence.sample.web.Site;
import dev.presence.websocket.PresenceEndpoint;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo as it runs: a server, a tracker, the endpoint that joins them, and the bots. */
final class DemoServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DemoServer.class);

  /** 200 ids of any kind in one address. */
  private static final int LONGEST_HEADERS = 256 * 1024;

  /**
   * Connections that may wait to be accepted; the system allows fewer if its own limit is lower.
   * The default of Java is 50: more users than that at one moment wait for the retries of TCP,
   * which come after 1, 3, 7, 15 and 31 seconds, and Jetty drops a connection that is idle for 30
   * s.
   */
  private static final int ACCEPT_QUEUE = 4_096;

  /** The bots' dice: the same at every start, so that what one sees can be seen again. */
  private static final long SEED = 17;

  private final ServerConnector connector;
  private final PresenceTracker tracker;
  private final Bots bots;
  private boolean closed;

  private DemoServer(ServerConnector connector, PresenceTracker tracker, Bots bots) {
    this.connector = connector;
    this.tracker = tracker;
    this.bots = bots;
  }

  /**
   * Returns when the demo serves.
   *
   * @throws IOException when the port is not to be had
   * @throws IllegalArgumentException when the settings are refused
   */
  static DemoServer start(DemoSettings settings) throws Exception {
    ServerConnector connector =
        open(settings.host(), settings.port()); // before all that needs an end
    PresenceTracker tracker;
    try {
      tracker =
          PresenceTracker.builder()
              .store(Stores.open(settings.redis(), settings.namespace()))
              .options(settings.options())
              .build();
    } catch (RuntimeException e) {
      connector.close();
      throw e;
    }
    Directory directory = Directory.of(settings.members(), settings.bots());
    PresenceEndpoint endpoint =
        PresenceEndpoint.builder(tracker)
            .authenticator(new DemoAuthenticator(directory)::admit)
            .allowedHosts(DemoHosts.of(settings.host()))
            .limits(settings.limits())
            .build();
    String storeKind = settings.redis() == null ? "memory" : "redis";
    Site.addTo(connector.getServer(), directory, tracker, endpoint, storeKind);
    Bots bots = Bots.of(directory.bots(), tracker.runtime(), SEED);
    DemoServer demo = new DemoServer(connector, tracker, bots);
    try {
      connector.getServer().start();
      bots.start(demo.uri());
      return demo;
    } catch (Exception e) {
      demo.close();
      throw e;
    }
  }

  /** Where a browser on this machine finds it. */
  URI uri() {
    String host = connector.getHost();
    if (host.equals("0.0.0.0") || host.equals("::")) {
      host = "127.0.0.1";
    }
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + connector.getLocalPort());
  }

  void join() throws InterruptedException {
    connector.getServer().join();
  }

  /** Drains, so that clients move to another demo, and stops. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stop("bots", bots::close);
    stop("tracker", tracker::close);
    stop("server", connector.getServer()::stop);
  }

  static ServerConnector open(String host, int port) throws IOException {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(LONGEST_HEADERS);
    configuration.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(new Server(), new HttpConnectionFactory(configuration));
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.open();
    connector.getServer().addConnector(connector);
    return connector;
  }

  // One part that does not stop as it should keeps none of the others from stopping.
  private static void stop(String part, Stop stop) {
    try {
      stop.run();
    } catch (Exception e) {
      log.warn("Stopping the {} of the demo failed: {}", part, e.toString());
    }
  }

  @FunctionalInterface
  private interface Stop {
    void run() throws Exception;
  }
}
