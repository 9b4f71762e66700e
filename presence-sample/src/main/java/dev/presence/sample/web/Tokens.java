package dev.presence.sample.web;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that say who the caller is and what it may do: a login and its HMAC.
 *
 * <p>The key is a constant of this public source, so anybody could make a token. That gives nothing
 * away here, because the demo has no passwords and signs in whoever asks. It makes a token good at
 * every demo that shares a Redis, and after a restart. An application takes its own sessions
 * instead.
 */
public final class Tokens {

  private static final byte[] KEY = "presence demo: not a secret".getBytes(StandardCharsets.UTF_8);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Tokens() {}

  /** A token of a user who sees everyone. */
  public static String make(String userId) {
    return make(Login.of(userId));
  }

  /** A token of this login. */
  public static String make(Login login) {
    byte[] text = Json.bytes(login);
    return ENCODER.encodeToString(text) + "." + ENCODER.encodeToString(sign(text));
  }

  /** What the token says; empty when it was not made here. */
  public static Optional<Login> read(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      byte[] text = Base64.getUrlDecoder().decode(parts[0]);
      byte[] signature = Base64.getUrlDecoder().decode(parts[1]);
      return MessageDigest.isEqual(signature, sign(text))
          ? Optional.of(Json.read(text, Login.class))
          : Optional.empty();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static byte[] sign(byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
