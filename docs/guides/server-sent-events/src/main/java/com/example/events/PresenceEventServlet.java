package com.example.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import dev.presence.model.Activity;
import dev.presence.model.Presence;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import dev.presence.transport.ViewerOptions;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** A GET opens the event stream of a workspace. The stream is also a connection of its user. */
final class PresenceEventServlet extends HttpServlet implements PresenceBroadcaster {

  private static final long serialVersionUID = 1L;
  private static final byte[] ENDED = "data: {\"type\":\"presence:ended\"}\n\n".getBytes(UTF_8);

  private final transient PresenceTracker tracker;
  private final transient BiFunction<HttpServletRequest, String, String> admission;
  private final transient Duration keepAlive;
  private final transient Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  /**
   * @param admission your code: gets the request and the workspace id, and returns the id of the
   *     user who is signed in and may see the workspace; else null
   */
  PresenceEventServlet(
      PresenceTracker tracker,
      BiFunction<HttpServletRequest, String, String> admission,
      Duration keepAlive) {
    this.tracker = tracker;
    this.admission = admission;
    this.keepAlive = keepAlive;
  }

  @Override
  public void init() {
    tracker.join(this);
    keepAlive();
  }

  private void keepAlive() {
    streams.forEach(EventStream::keepAlive);
    tracker.runtime().schedule(keepAlive, () -> tracker.runtime().executeCallback(this::keepAlive));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String workspaceId = String.valueOf(request.getPathInfo()).substring(1);
    String user = isAllowed(request) ? admission.apply(request, workspaceId) : null;
    if (user == null) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    response.setContentType("text/event-stream;charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // nginx passes events on at once
    EventStream stream = new EventStream(request.startAsync());
    streams.add(stream);
    stream.over.thenRun(() -> streams.remove(stream));
    try {
      Workspace workspace = tracker.workspace(workspaceId);
      boolean hidden = "false".equals(request.getParameter("active"));
      PresenceConnection connection =
          workspace.connect(user, hidden ? Activity.AWAY : Activity.ACTIVE);
      stream.over.thenRun(connection::disconnected);
      connection.ended().thenRun(() -> stream.send(ENDED, stream::end));
      Viewer viewer = workspace.join(this, ViewerOptions.of(user).attachment(stream).build());
      stream.over.thenRun(viewer::close);
    } catch (IllegalStateException trackerIsDraining) {
      stream.send(retry(), stream::end);
    }
  }

  /** Another page cannot read the stream without CORS headers, but it could make a user active. */
  private static boolean isAllowed(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site"); // browsers send it on HTTPS
    String origin = request.getHeader("Origin"); // browsers send it to other origins
    String own = request.getScheme() + "://" + request.getHeader("Host");
    return request.getMethod().equals("GET") // HttpServlet answers HEAD with doGet, too
        && (site == null ? origin == null || origin.equals(own) : site.equals("same-origin"));
  }

  @Override
  public void deliver(PresenceEvent event, List<Viewer> viewers) {
    byte[] bytes = encode(event);
    viewers.forEach(viewer -> ((EventStream) viewer.attachment()).send(bytes, viewer::delivered));
  }

  @Override
  public CompletionStage<Void> drain() {
    List<EventStream> all = List.copyOf(streams);
    all.forEach(stream -> stream.send(retry(), stream::end));
    return CompletableFuture.allOf(
        all.stream().map(stream -> stream.over).toArray(CompletableFuture[]::new));
  }

  /** When the browser reconnects: at random, so that not all browsers come at once. */
  private byte[] retry() {
    return ("retry: " + tracker.runtime().random().nextInt(2_000) + "\n\n").getBytes(UTF_8);
  }

  private static byte[] encode(PresenceEvent event) {
    ObjectNode frame = JsonNodeFactory.instance.objectNode();
    if (event instanceof PresenceEvent.Snapshot snapshot) {
      frame.put("type", "presence:snapshot").put("version", snapshot.workspace().version());
      frame.put("stale", snapshot.workspace().stale());
      snapshot.workspace().members().forEach((user, presence) -> add(frame, user, presence));
    } else if (event instanceof PresenceEvent.Update update) {
      frame.put("type", "presence:update").put("version", update.update().version());
      update.update().changes().forEach(it -> add(frame, it.userId(), it.presence()));
    } else if (event instanceof PresenceEvent.Stale stale) {
      frame.put("type", "presence:stale").put("stale", stale.stale());
    }
    return ("data: " + frame + "\n\n").getBytes(UTF_8);
  }

  private static void add(ObjectNode frame, String user, Presence presence) {
    frame.withArrayProperty(presence.status().wireName()).add(user);
  }
}
