package dev.presence.benchmarks.soak;

import dev.presence.model.PresenceStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What one client watches and knows of them. The users are called {@code u0}, {@code u1} and so on.
 */
final class Watched {

  static final char UNKNOWN = '?';

  private static final PresenceStatus[] STATUSES = PresenceStatus.values();

  private final int[] users;
  private final char[] known;

  /** Watches users that follow from the number of the client. */
  Watched(int client, int count, int members) {
    users =
        new SplittableRandom(client).ints(0, members).distinct().limit(count).sorted().toArray();
    known = new char[count];
    forget();
  }

  /** How the request lists them. */
  String ids() {
    StringBuilder ids = new StringBuilder();
    for (int user : users) {
      ids.append(ids.isEmpty() ? "\"u" : ",\"u").append(user).append('"');
    }
    return ids.toString();
  }

  int count() {
    return users.length;
  }

  int user(int index) {
    return users[index];
  }

  char known(int index) {
    return known[index];
  }

  /** What it knows, one letter per user. */
  String text() {
    return new String(known);
  }

  void forget() {
    Arrays.fill(known, UNKNOWN);
  }

  /** Takes the columns of a frame. A snapshot lists everyone who is online. */
  void take(byte[] bytes, int from, int to, boolean isSnapshot) {
    String frame = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    if (isSnapshot) {
      Arrays.fill(known, letter(PresenceStatus.OFFLINE));
    }
    for (PresenceStatus status : STATUSES) {
      column(frame, status);
    }
  }

  private void column(String frame, PresenceStatus status) {
    String name = "\"" + status.name().toLowerCase(Locale.ROOT) + "\":[";
    int at = frame.indexOf(name);
    if (at < 0) {
      return;
    }
    at += name.length();
    while (frame.charAt(at) != ']') {
      int end = frame.indexOf('"', at + 1);
      int user = Integer.parseInt(frame, at + 2, end, 10); // after "u
      int index = Arrays.binarySearch(users, user);
      if (index >= 0) {
        known[index] = letter(status);
      }
      at = end + 1;
      at += frame.charAt(at) == ',' ? 1 : 0;
    }
  }

  /** The letter of a status. */
  static char letter(PresenceStatus status) {
    return switch (status) {
      case ACTIVE -> 'a';
      case AWAY -> 'w';
      case OFFLINE -> 'o';
    };
  }
}
