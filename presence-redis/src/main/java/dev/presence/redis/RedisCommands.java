package dev.presence.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The little of Redis that a store needs, whether it is one server or a cluster. Keys say where a
 * call goes; those of one call share a slot. Stages fail as {@link RedisFailures} says. Safe for
 * use by any thread.
 */
interface RedisCommands {

  /** Runs a script, and answers what it returns: texts, numbers and lists of them. */
  CompletionStage<List<Object>> run(Script script, List<String> keys, List<String> arguments);
}
