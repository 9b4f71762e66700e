package dev.presence.websocket;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a text at most once, when it is asked for first. Not safe for several threads at once. */
final class Once implements Supplier<String> {

  private final Supplier<String> source;
  private @Nullable String text;

  private Once(Supplier<String> source) {
    this.source = source;
  }

  static Once of(Supplier<String> source) {
    return new Once(source);
  }

  @Override
  public String get() {
    String made = text == null ? source.get() : text;
    text = made;
    return made;
  }
}
