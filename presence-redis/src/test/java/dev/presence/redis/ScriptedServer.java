package dev.presence.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A server that answers what a test tells it to. It keeps no data: each script that writes
 * publishes one numbered message on the channel of its workspace, and that is all.
 */
final class ScriptedServer {

  /** What a dial meets. */
  enum Dials {
    CONNECT,
    FAIL,
    NEVER_END,
    END_LATE,
    CLOSE_AT_ONCE
  }

  final String address;
  final Set<ScriptedWire> wires = new LinkedHashSet<>();
  Dials dials = Dials.CONNECT;
  boolean hung;

  /** An error reply to every script, such as LOADING; empty when there is none. */
  String error = "";

  private final ScriptedWorld world;
  private final Map<String, Set<ScriptedFeedWire>> subscribers = new HashMap<>();
  private final Set<String> scripts = new HashSet<>();
  private final List<Runnable> backlog = new ArrayList<>();

  ScriptedServer(String address, ScriptedWorld world) {
    this.address = address;
    this.world = world;
  }

  void handle(Runnable request) {
    if (hung) {
      backlog.add(request);
    } else {
      request.run();
    }
  }

  void goOn() {
    hung = false;
    List<Runnable> held = List.copyOf(backlog);
    backlog.clear();
    held.forEach(Runnable::run);
  }

  void crash() {
    dials = Dials.FAIL;
    backlog.clear();
    scripts.clear();
    List.copyOf(wires).forEach(ScriptedWire::reset);
  }

  void forgetScripts() {
    scripts.clear();
  }

  void forget(ScriptedWire wire) {
    subscribers.values().forEach(all -> all.remove(wire));
  }

  // ---------------------------------------------------------------- commands

  List<Object> run(ScriptCall call, boolean asked, boolean withSource) {
    refuseIfTold();
    if (!withSource && !scripts.contains(call.digest())) {
      throw new RedisNoScriptException("NOSCRIPT No matching script");
    }
    scripts.add(call.digest());
    String channel = world.channelOf(call.keys().get(0));
    world.route(this, channel, call.keys().size(), asked);
    boolean wrapped = call.source().contains("local function script(redis, KEYS, ARGV)");
    List<String> messages = call.readOnly() ? List.of() : List.of(world.nextMessage(channel));
    if (!asked) {
      messages.forEach(it -> deliver(channel, it));
      return wrapped ? List.of(reply(call), List.of()) : reply(call);
    }
    return List.of(reply(call), messages);
  }

  private static List<Object> reply(ScriptCall call) {
    return call.readOnly()
        ? List.of("", List.of(), "", List.of())
        : List.of(1L, "0", "", List.of(), List.of());
  }

  private void refuseIfTold() {
    if (!world.cluster && !world.owners.containsValue(this)) {
      throw new RedisReadOnlyException("READONLY You can't write against a read only replica.");
    }
    if (error.startsWith("READONLY")) {
      throw new RedisReadOnlyException(error);
    }
    if (!error.isEmpty()) {
      throw new RedisCommandExecutionException(error);
    }
  }

  List<String> time() {
    if (error.startsWith("LOADING")) {
      throw new RedisCommandExecutionException(error);
    }
    return List.of(Long.toString(world.runtime.ticks() / 1_000), "0");
  }

  long publish(String channel, String message) {
    world.route(this, channel, 0, false);
    deliver(channel, message);
    return 1;
  }

  private void deliver(String channel, String message) {
    List.copyOf(subscribers.getOrDefault(channel, Set.of()))
        .forEach(wire -> wire.pushMessage(channel, message));
  }

  void subscribe(String channel, ScriptedFeedWire wire) {
    if (!error.isEmpty() && !error.startsWith("READONLY")) { // a replica takes subscribers
      refuseIfTold();
    }
    world.route(this, channel, 0, false);
    subscribers.computeIfAbsent(channel, it -> new LinkedHashSet<>()).add(wire);
  }

  void unsubscribe(String channel, ScriptedFeedWire wire) {
    subscribers.getOrDefault(channel, new HashSet<>()).remove(wire);
  }

  /** The slot of the channel has moved away. */
  void loseChannel(String channel) {
    Set<ScriptedFeedWire> left = subscribers.remove(channel);
    if (left != null) {
      left.forEach(wire -> wire.pushUnsubscribed(channel));
    }
  }

  @Override
  public String toString() {
    return address;
  }
}
