package dev.presence.redis;

import java.util.List;

/**
 * A call of a script, as Redis is sent it.
 *
 * @param digest by which Redis knows the source
 * @param readOnly whether Redis must refuse any write of it
 */
record ScriptCall(
    String digest, String source, boolean readOnly, List<String> keys, List<String> arguments) {

  static ScriptCall of(Script script, List<String> keys, List<String> arguments) {
    return new ScriptCall(script.digest(), script.source(), script.isReadOnly(), keys, arguments);
  }
}
