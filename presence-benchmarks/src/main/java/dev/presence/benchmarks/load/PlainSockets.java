package dev.presence.benchmarks.load;

import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Sockets without presence: what a container costs by itself. Safe for any thread. */
public final class PlainSockets {

  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final BiConsumer<Session, PlainSockets> opened;
  private final BiConsumer<Session, String> received;

  /** Sockets that do nothing by themselves. */
  public PlainSockets() {
    this((session, all) -> {}, (session, text) -> {});
  }

  /** Sockets that do this when one opens, and when a text arrives. */
  public PlainSockets(
      BiConsumer<Session, PlainSockets> opened, BiConsumer<Session, String> received) {
    this.opened = opened;
    this.received = received;
  }

  /** Everyone who is connected. */
  public Collection<Session> sessions() {
    return sessions;
  }

  /** Sends the text to all. */
  public void sendToAll(String text) {
    sessions.forEach(session -> send(session, text));
  }

  /** Sends a text without waiting. */
  public static void send(Session session, String text) {
    session.getAsyncRemote().sendText(text, result -> {});
  }

  /** The value of a parameter of the query. */
  public static String parameter(Session session, String name) {
    List<String> values = session.getRequestParameterMap().get(name);
    if (values == null) {
      throw new IllegalArgumentException("the address has no parameter " + name);
    }
    return values.get(0);
  }

  /** Serves the path {@code /plain}. */
  public void deployTo(ServerContainer container) throws DeploymentException {
    container.addEndpoint(
        ServerEndpointConfig.Builder.create(Handler.class, "/plain")
            .configurator(
                new ServerEndpointConfig.Configurator() {
                  @Override
                  public <T> T getEndpointInstance(Class<T> type) {
                    return type.cast(new Handler());
                  }
                })
            .build());
  }

  private void open(Session session) {
    sessions.add(session);
    session.addMessageHandler(
        String.class,
        new MessageHandler.Whole<String>() {
          @Override
          public void onMessage(String text) {
            received.accept(session, text);
          }
        });
    opened.accept(session, this);
  }

  /** Public, because containers require it. */
  public final class Handler extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
      open(session);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
      sessions.remove(session);
    }

    @Override
    public void onError(Session session, Throwable failure) {
      sessions.remove(session);
    }
  }
}
