package dev.presence.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A connection for commands. Stages fail with the exceptions of Lettuce. */
interface CommandWire extends Wire {

  /**
   * The same connection, on which {@code ASKING} goes before each command: a server that is
   * importing a slot then serves it.
   */
  CommandWire asking();

  /** Runs a script that the server knows by its digest. */
  CompletionStage<List<Object>> runKnown(ScriptCall call);

  /** Runs a script and sends its source with it. */
  CompletionStage<List<Object>> runSource(ScriptCall call);

  /** Publishes a message on a channel of the cluster; answers the number of receivers. */
  CompletionStage<Long> publish(String channel, String message);

  /** The clock of the server: seconds, and microseconds of the second. */
  CompletionStage<List<String>> time();

  /** These sections of what the server reports about itself. */
  CompletionStage<String> info(List<String> sections);
}
