package dev.presence.redis.servers;

import java.util.List;
import java.util.Map;

/** A way to run {@code redis-server} such that it listens on a port of this machine. */
interface RedisLauncher {

  /**
   * Starts the server with these arguments in an empty directory that holds these files, by name;
   * it may write to them. It may take a moment until the server listens.
   */
  Running launch(List<String> arguments, Map<String, byte[]> files);

  /** A server that runs. */
  interface Running {
    /** Ends it at once, as a crash does, and waits for its end. */
    void kill();

    /** Stops it from doing anything, while its connections stay open. */
    void pause();

    /** Lets it go on after {@link #pause()}. */
    void resume();

    /** Reads a file from its directory. */
    byte[] read(String file);

    /** What it wrote, for messages of failed tests. */
    String output();
  }
}
