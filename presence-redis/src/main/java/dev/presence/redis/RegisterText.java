package dev.presence.redis;

import dev.presence.store.Register;
import dev.presence.store.Registers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registers of a user as the hash of registers holds them: {@code name time bytes:value} and a
 * space for each; {@code bytes} is the length of the value in UTF-8. {@code set.lua} reads the
 * same.
 */
final class RegisterText {

  private RegisterText() {}

  static String of(Registers registers) {
    StringBuilder text = new StringBuilder();
    for (Register register : registers.all()) {
      String value = WellFormed.require(register.value());
      text.append(register.name())
          .append(' ')
          .append(register.time())
          .append(' ')
          .append(value.getBytes(StandardCharsets.UTF_8).length)
          .append(':')
          .append(value)
          .append(' ');
    }
    return text.toString();
  }

  /** The registers, or null when the text is damaged. */
  static @Nullable Registers parse(String text) {
    ByteBuffer in = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    List<Register> registers = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        String name = upTo(in, ' ');
        long time = Numbers.unsigned(upTo(in, ' '));
        byte[] value = new byte[(int) Numbers.unsigned(upTo(in, ':'))];
        in.get(value);
        if (in.get() != ' ') {
          return null;
        }
        registers.add(Register.of(name, time, new String(value, StandardCharsets.UTF_8)));
      }
      return Registers.of(registers);
    } catch (RuntimeException e) { // too short, not a number, not a name
      return null;
    }
  }

  private static String upTo(ByteBuffer in, char end) {
    int start = in.position();
    while (in.get() != end) {
      // looks for the end
    }
    return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
  }
}
