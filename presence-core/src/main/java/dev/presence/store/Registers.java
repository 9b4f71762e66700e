package dev.presence.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All registers of one user in one workspace, at most one of each name. Registers of any number of
 * writers merge in any order to the same result. Immutable.
 */
public final class Registers {

  /** Nothing was ever set. */
  public static final Registers NONE = new Registers(new TreeMap<>());

  private final SortedMap<String, Register> byName;

  private Registers(SortedMap<String, Register> byName) {
    this.byName = byName;
  }

  /** These registers; of two with the same name the one that {@linkplain Register#wins wins}. */
  public static Registers of(Register... registers) {
    return of(Arrays.asList(registers));
  }

  /** These registers; of two with the same name the one that {@linkplain Register#wins wins}. */
  public static Registers of(Collection<Register> registers) {
    SortedMap<String, Register> byName = new TreeMap<>();
    registers.forEach(register -> put(byName, register));
    return byName.isEmpty() ? NONE : new Registers(byName);
  }

  private static void put(SortedMap<String, Register> byName, Register register) {
    byName.merge(register.name(), register, (old, other) -> other.wins(old) ? other : old);
  }

  /** The register of this name, or null when it was never set. */
  public @Nullable Register get(String name) {
    return byName.get(name);
  }

  /** All of them, in the order of their names. */
  public List<Register> all() {
    return List.copyOf(byName.values());
  }

  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /** Both together; of each name the one that wins. */
  public Registers merge(Registers other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    SortedMap<String, Register> merged = new TreeMap<>(byName);
    other.byName.values().forEach(register -> put(merged, register));
    return merged.equals(byName) ? this : new Registers(merged);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Registers registers && byName.equals(registers.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return byName.values().toString();
  }
}
