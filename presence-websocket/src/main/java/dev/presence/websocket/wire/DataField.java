package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a connection states of itself: an object, written again without spaces, or null. */
final class DataField {

  private static final int LONGEST_DATA = 512;

  private @Nullable String object;
  private boolean given;

  void read(JsonParser json) throws IOException {
    if (json.hasToken(JsonToken.VALUE_NULL)) {
      given = true;
    } else if (json.isExpectedStartObjectToken()) {
      StringWriter text = new StringWriter();
      try (JsonGenerator copy = FrameReader.JSON.createGenerator(text)) {
        copy.copyCurrentStructure(json);
      }
      object = text.toString();
      given = true;
    }
  }

  @Nullable String required() throws Refusal {
    String text = object;
    if (!given || (text != null && bytes(text) > LONGEST_DATA)) {
      throw new Refusal(
          ErrorCode.BAD_FIELD,
          "data must be null or an object of at most " + LONGEST_DATA + " bytes");
    }
    return text;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
