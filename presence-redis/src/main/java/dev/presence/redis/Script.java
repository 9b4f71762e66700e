package dev.presence.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations that Redis runs as scripts; each is a file of the same name, in small letters. */
enum Script {
  SYNC_CHANGE("base", "record", "sync", "renew"),
  SYNC_WHOLE("base", "record", "sync", "renew"),
  STAGE("base"),
  SYNC_COMMIT("base", "record", "sync", "renew"),
  EVICT("base", "record"),
  CLAIM("base"),
  READ_PARTITION("base", "page"),
  READ_NODES("base"),
  READ_USERS("base", "record"),
  READ_CLAIMS("base", "page");

  private final List<String> files;
  private final String source;
  private final String digest;

  Script(String... before) {
    files =
        Stream.concat(Arrays.stream(before), Stream.of(own())).map(name -> name + ".lua").toList();
    source = files.stream().map(Script::load).collect(Collectors.joining());
    digest = sha1(source);
  }

  private String own() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What Redis is sent: the file itself, and before it those that it shares with others. */
  String source() {
    return source;
  }

  /** By which Redis knows the source. */
  String digest() {
    return digest;
  }

  /** The names of the files that the source is made of; the last one is the script's own. */
  List<String> files() {
    return files;
  }

  /** Whether Redis is told to refuse any write of this script. */
  boolean isReadOnly() {
    return name().startsWith("READ_");
  }

  private static String load(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing in the jar of presence-redis");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
