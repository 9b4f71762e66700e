package dev.presence.redis;

import java.util.Map;

/**
 * Some fields of a hash.
 *
 * @param cursor where the next page begins; empty after the last
 * @param fields what the page has
 */
record HashPage(String cursor, Map<String, String> fields) {

  static final String BEGINNING = "";

  boolean isLast() {
    return cursor.isEmpty();
  }
}
