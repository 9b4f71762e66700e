package dev.presence.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of {@link PresenceStore#readRegisters}: a page of the registers of a workspace. */
public sealed interface RegisterPage extends StorePage {

  /**
   * A page.
   *
   * @param next names the page that follows, null on the last one
   */
  static RegisterPage of(String revision, Map<String, Registers> registers, @Nullable String next) {
    return new RegisterPageValue(revision, registers, next);
  }

  /** The revision of the registers, read before them. Empty if there are none. */
  String revision();

  /** The registers of this page, by user id. */
  Map<String, Registers> registers();
}

record RegisterPageValue(String revision, Map<String, Registers> registers, @Nullable String next)
    implements RegisterPage {

  RegisterPageValue {
    registers = Map.copyOf(registers);
  }
}
