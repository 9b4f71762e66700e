package dev.presence.redis;

import java.util.List;

/** A way to run {@code redis-server} such that it listens on a port of this machine. */
interface RedisLauncher {

  /** An argument that stands for a file of settings, empty and writable, which Sentinel needs. */
  String CONFIG = "empty.conf";

  /** Starts the server with these arguments; it may take a moment until it listens. */
  Running launch(List<String> arguments);

  /** A server that runs. */
  interface Running {
    /** Ends it at once, as a crash does, and waits for its end. */
    void kill();

    /** What it wrote, for messages of failed tests. */
    String output();
  }
}
