package dev.presence.redis;

import dev.presence.model.PresenceException;
import dev.presence.model.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisReadOnlyException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Says what a failure means. An error reply is a refusal, and becomes a {@link PresenceException},
 * unless it says that the server cannot answer just now. Everything else that goes wrong on the way
 * is a {@link StoreUnavailableException}.
 */
final class RedisFailures {

  /** A cluster says so of a key whose slot is, or is about to be, elsewhere. */
  private static final List<Redirection> ELSEWHERE =
      List.of(Redirection.MOVED, Redirection.ASK, Redirection.TRYAGAIN, Redirection.CLUSTERDOWN);

  /** A server says so while it loads its data, lost its master, or is stuck in a script. */
  private static final List<String> BUSY = List.of("LOADING", "MASTERDOWN", "BUSY");

  private RedisFailures() {}

  /** The reason behind the wrappers of futures. */
  static Throwable causeOf(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The reason in one line, with what it came from. */
  static String describe(Throwable failure) {
    Throwable cause = causeOf(failure);
    return cause.getCause() == null ? cause.toString() : cause + " (" + cause.getCause() + ")";
  }

  /** Whether the server answered, be it with an error. */
  static boolean isAnswer(Throwable failure) {
    return causeOf(failure) instanceof RedisCommandExecutionException;
  }

  /** Whether the map of the cluster may be out of date. */
  static boolean isElsewhere(Throwable failure) {
    return redirectionOf(failure) != Redirection.NONE;
  }

  /** What a server of a cluster says of a key that it cannot serve. */
  static Redirection redirectionOf(Throwable failure) {
    Throwable cause = causeOf(failure);
    if (isAnswer(cause)) {
      for (Redirection redirection : ELSEWHERE) {
        if (startsWith(cause, redirection.name())) {
          return redirection;
        }
      }
    }
    return Redirection.NONE;
  }

  /** The address in MOVED and ASK, which comes last; empty when the server does not know it. */
  static String addressIn(Throwable failure) {
    String message = String.valueOf(causeOf(failure).getMessage());
    String address = message.substring(message.lastIndexOf(' ') + 1);
    return address.matches(".+:\\d+") ? address : "";
  }

  /** Whether the server turned out to be no master. */
  static boolean isReplica(Throwable failure) {
    return causeOf(failure) instanceof RedisReadOnlyException;
  }

  /** Whether the server lost the replicas that {@code min-replicas-to-write} asks for. */
  static boolean isCutOff(Throwable failure) {
    return isAnswer(failure) && startsWith(causeOf(failure), "NOREPLICAS");
  }

  /** What the caller of a store gets to see. */
  static RuntimeException translate(String operation, Throwable failure) {
    Throwable cause = causeOf(failure);
    if (cause instanceof PresenceException || cause instanceof IllegalArgumentException) {
      return (RuntimeException) cause;
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (isAnswer(cause)) {
      return isElsewhere(cause) || BUSY.stream().anyMatch(word -> startsWith(cause, word))
          ? new StoreUnavailableException(
              "Redis cannot do " + operation + " now: " + message + hint(message), cause)
          : new PresenceException(
              "Redis refused " + operation + ": " + message + hint(message), cause);
    }
    return new StoreUnavailableException(
        "Redis could not be reached for " + operation + ": " + message, cause);
  }

  private static String hint(String message) {
    if (message.startsWith("NOPERM") || message.startsWith("NOAUTH")) {
      return "; docs/reference/redis.md lists the rights that a store needs";
    }
    if (message.startsWith("MOVED")) {
      return "; it is a server of a cluster: use RedisPresenceStore.builder().clusterUris(...)";
    }
    if (message.startsWith("OOM")) {
      return "; raise maxmemory, presence takes about 100 bytes per user";
    }
    if (message.contains("unknown command") || message.contains("Unknown Redis command")) {
      return "; Presence needs Redis 7.0 or Valkey 7.2, or newer";
    }
    return "";
  }

  private static boolean startsWith(Throwable failure, String word) {
    String message = failure.getMessage();
    return message != null && message.startsWith(word);
  }
}
