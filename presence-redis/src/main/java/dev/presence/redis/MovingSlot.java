package dev.presence.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Script calls for a slot that is moving from one server of a cluster to another.
 *
 * <p>A server refuses a script with several keys while some of them are missing, as they may be at
 * the other server; and some of a workspace's keys are missing most of the time, such as the
 * registers of a workspace without any. So these calls name fewer keys to the server, and the
 * script itself gets all of them.
 */
final class MovingSlot {

  /** The keys, and then the arguments, are all sent as arguments. */
  private static final String BEGIN =
      """
      local keys, arguments, count = {}, {}, tonumber(ARGV[1])
      for i = 2, #ARGV do
        if i <= count + 1 then
          keys[#keys + 1] = ARGV[i]
        else
          arguments[#arguments + 1] = ARGV[i]
        end
      end
      local published = {}
      local shadow = setmetatable({}, {__index = redis})
      local finish = function() end
      """;

  /**
   * At the server that imports the slot. It refuses RENAME, and its messages would reach nobody:
   * they are returned instead.
   */
  private static final String AT_TARGET =
      """
      function shadow.call(command, ...)
        if command == 'SPUBLISH' then
          published[#published + 1] = select(2, ...)
          return 0
        end
        if command ~= 'RENAME' then
          return redis.call(command, ...)
        end
        local key, to = ...
        local all = redis.call('HGETALL', key)
        redis.call('UNLINK', to)
        for i = 1, #all, 1000 do
          redis.call('HSET', to, unpack(all, i, math.min(i + 999, #all)))
        end
        redis.call('UNLINK', key)
      end
      """;

  /**
   * At the server that the slot is leaving. It refuses to create keys, and to look for missing
   * ones: those count as empty. So a partition that is replaced must not be missing in between: its
   * old fields are removed after the new ones are there.
   */
  private static final String AT_SOURCE =
      """
      local NOTHING = {HGET = false, HLEN = 0, HDEL = 0, PTTL = -2, PEXPIRE = 0, UNLINK = 0}
      local old = {}
      function shadow.pcall(command, ...)
        local key = ...
        if command == 'UNLINK' then
          local fields = redis.pcall('HKEYS', key)
          if fields.err then -- it is missing, or no hash
            return string.find(fields.err, 'non local key', 1, true) and 0 or redis.pcall(command, ...)
          end
          old[key] = {}
          for _, field in ipairs(fields) do
            old[key][field] = true
          end
          return 1
        end
        if command == 'RENAME' then
          old[select(2, ...)] = nil
        end
        local reply = redis.pcall(command, ...)
        if type(reply) == 'table' and reply.err and string.find(reply.err, 'non local key', 1, true) then
          if NOTHING[command] ~= nil then
            return NOTHING[command]
          end
          return command == 'HGETALL' and {} or reply
        end
        if command == 'HSET' and old[key] then
          local written = {...}
          for i = 2, #written, 2 do
            old[key][written[i]] = nil
          end
        elseif command == 'HLEN' and old[key] then
          for _ in pairs(old[key]) do
            reply = reply - 1
          end
        end
        return reply
      end
      function shadow.call(...)
        local reply = shadow.pcall(...)
        if type(reply) == 'table' and reply.err then
          error(reply)
        end
        return reply
      end
      finish = function()
        for key, fields in pairs(old) do
          for field in pairs(fields) do
            redis.call('HDEL', key, field)
          end
        end
      end
      """;

  private static final String OPEN = "local function script(redis, KEYS, ARGV)\n";

  private static final String END =
      """

      end
      local reply = script(shadow, keys, arguments)
      finish()
      if type(reply) == 'table' and reply.err then
        return reply
      end
      return {reply, published}
      """;

  private MovingSlot() {}

  /** The call for the server that imports the slot, to be sent after {@code ASKING}. */
  static ScriptCall atTarget(ScriptCall call) {
    return wrapped(AT_TARGET, call, call.keys().subList(0, 1));
  }

  /** Whether {@link #withoutRegisters} is defined for the call. */
  static boolean canDoWithoutRegisters(ScriptCall call) {
    return call.digest().equals(Script.SYNC_CHANGE.digest())
        || call.digest().equals(Script.SYNC_WHOLE.digest());
  }

  /**
   * The call for the server that the slot is leaving, when the records and the partition are there
   * and the registers are not. Its reply has no revision, so the node reads them.
   */
  static ScriptCall withoutRegisters(ScriptCall call) {
    return wrapped(AT_SOURCE, call, call.keys().subList(0, 2));
  }

  /** Whether {@link #keepingKeys} is needed for the call. */
  static boolean replacesKeys(ScriptCall call) {
    return call.digest().equals(Script.SYNC_WHOLE.digest())
        || call.digest().equals(Script.SYNC_COMMIT.digest());
  }

  /**
   * The call for any server of a cluster. A key that the script removes and writes again is never
   * missing in between: if its slot is being moved away, it could not be created again.
   */
  static ScriptCall keepingKeys(ScriptCall call) {
    return wrapped(AT_SOURCE, call, call.keys());
  }

  private static ScriptCall wrapped(String mode, ScriptCall call, List<String> named) {
    String source = BEGIN + mode + OPEN + call.source() + END;
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(call.keys().size()));
    arguments.addAll(call.keys());
    arguments.addAll(call.arguments());
    return new ScriptCall(Script.sha1(source), source, call.readOnly(), named, arguments);
  }

  /** What the script itself answers. */
  static List<Object> replyIn(List<Object> reply) {
    return Replies.list(reply, 0);
  }

  /** What the script would have published. */
  static List<String> messagesIn(List<Object> reply) {
    Stream<Object> messages = Replies.list(reply, 1).stream();
    return messages.map(String.class::cast).toList();
  }
}
