package dev.presence.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what cannot be read in Redis, at most once per minute: one find, and how many others
 * there were since the last report. Safe for use by any thread.
 */
final class DamageLog {

  /** More of a value says nothing more. */
  private static final int MOST_CHARACTERS = 100;

  private static final String ADVICE =
      "Presence treats it as missing. Its node writes it again within a heartbeat; a manual status is"
          + " replaced when it is set again. If this message repeats, find out what else writes keys"
          + " that begin with";

  private static final Logger log = LoggerFactory.getLogger(DamageLog.class);

  private final KeySpace keys;
  private final OncePerMinute limit;
  private final AtomicLong notLogged = new AtomicLong();

  DamageLog(KeySpace keys, OncePerMinute.Timer timer) {
    this.keys = keys;
    this.limit = new OncePerMinute(timer);
  }

  /** A field has a value that this version cannot read. */
  void unreadable(String key, String field, String value) {
    report("field \"" + printable(field) + "\" of " + key + " is \"" + printable(value) + "\"");
  }

  /** These keys are no hashes. */
  void otherType(List<Object> keys) {
    keys.forEach(key -> report(key + " is not a hash"));
  }

  private void report(String what) {
    if (limit.allows()) {
      log.warn(
          "Ignoring unreadable data in Redis: {}. {} \"{}\". Finds that were not logged since the last such"
              + " message: {}",
          what,
          ADVICE,
          keys.prefix(),
          notLogged.getAndSet(0));
    } else {
      notLogged.incrementAndGet();
    }
  }

  /** The start of a text, without line breaks and the like. */
  static String printable(String text) {
    String start =
        text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
