package dev.presence.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes parts of an address by one strict rule, because containers differ in what they decode and
 * how.
 */
final class PercentCode {

  private static final int HEX = 16;

  private PercentCode() {}

  /** A segment of a path; null when it is not well-formed. */
  static @Nullable String decodePath(String text) {
    return decode(text, false);
  }

  /** The first value of each parameter of a query; those that are not well-formed are left out. */
  static Map<String, String> decodeQuery(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
        String value = decode(equals < 0 ? "" : pair.substring(equals + 1), true);
        if (name != null && value != null) {
          parameters.putIfAbsent(name, value);
        }
      }
    }
    return parameters;
  }

  private static @Nullable String decode(String text, boolean plusIsSpace) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), HEX) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), HEX) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        bytes.put((byte) (high * HEX + low));
        i += 3;
      } else {
        int end = text.offsetByCodePoints(i, 1);
        String one = c == '+' && plusIsSpace ? " " : text.substring(i, end);
        bytes.put(one.getBytes(StandardCharsets.UTF_8));
        i = end;
      }
    }
    return decodeUtf8(bytes.flip());
  }

  private static @Nullable String decodeUtf8(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
