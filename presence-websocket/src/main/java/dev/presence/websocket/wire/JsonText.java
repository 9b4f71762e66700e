package dev.presence.websocket.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Checks JSON that an application wrote, before it becomes a part of a frame. */
final class JsonText {

  private JsonText() {}

  /** True for one valid JSON object. Anything else would break the frame for all who receive it. */
  static boolean isObject(String text) {
    try (JsonParser json = FrameReader.JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      json.skipChildren();
      return json.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
