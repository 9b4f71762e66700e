package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A field with a text; null counts as absent. */
final class TextField {

  private String given = "";
  private boolean wrong;

  void read(JsonParser json) throws IOException {
    boolean text = json.hasToken(JsonToken.VALUE_STRING);
    given = text ? json.getText() : "";
    wrong = !text && !json.hasToken(JsonToken.VALUE_NULL);
  }

  String value() {
    return given;
  }

  boolean isWrong() {
    return wrong;
  }
}
