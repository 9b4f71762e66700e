package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.presence.model.PresenceIds;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** A field with user ids. */
final class IdsField {

  private enum Kind {
    ABSENT,
    OTHER,
    NULL,
    LIST
  }

  private final String name;
  private final Set<String> valid = new LinkedHashSet<>();
  private Kind kind = Kind.ABSENT;
  private int count;
  private boolean hasInvalid;

  IdsField(String name) {
    this.name = name;
  }

  boolean isGiven() {
    return kind != Kind.ABSENT;
  }

  boolean isNull() {
    return kind == Kind.NULL;
  }

  Set<String> optional(int most) throws Refusal {
    return isGiven() ? required(most) : Set.of();
  }

  Set<String> required(int most) throws Refusal {
    if (kind != Kind.LIST) {
      throw new Refusal(ErrorCode.BAD_FIELD, name + " must be an array of ids");
    }
    if (count > most) {
      throw new Refusal(
          ErrorCode.TOO_LARGE, name + " has " + count + " ids; at most " + most + " are allowed");
    }
    if (hasInvalid) {
      throw new Refusal(
          ErrorCode.BAD_FIELD,
          "each of "
              + name
              + " must be 1 to 128 UTF-16 units, not blank, without control characters"
              + " and unpaired surrogates");
    }
    return valid;
  }

  void read(JsonParser json) throws IOException {
    kind = json.hasToken(JsonToken.VALUE_NULL) ? Kind.NULL : Kind.OTHER;
    if (!json.isExpectedStartArrayToken()) {
      return;
    }
    kind = Kind.LIST;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      count++;
      String id = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : null;
      if (id != null && PresenceIds.isValid(id)) {
        valid.add(id);
      } else {
        hasInvalid = true;
      }
      json.skipChildren();
    }
  }
}
