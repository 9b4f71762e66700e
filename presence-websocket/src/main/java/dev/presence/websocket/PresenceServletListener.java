package dev.presence.websocket;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.util.Objects;

/**
 * Puts an endpoint into the servlet context that it listens to: adds it to the WebSocket container
 * when the context starts, and refuses foreign origins with 403 as {@link OriginListener} does. Add
 * it to the context, or make it a bean of Spring Boot; then neither {@link
 * PresenceEndpoint#deployTo} nor an {@link OriginListener} is needed.
 *
 * <p>When the context stops, this closes the endpoint, and nothing else. An application that stops
 * in order {@linkplain dev.presence.PresenceTracker#close() closes the tracker} before that; then
 * there is nothing left to close.
 */
public final class PresenceServletListener
    implements ServletContextListener, ServletRequestListener {

  private final PresenceEndpoint endpoint;
  private final OriginListener origins = new OriginListener();
  private volatile boolean started;

  /** A listener for one context. */
  public PresenceServletListener(PresenceEndpoint endpoint) {
    this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
  }

  /**
   * Adds the endpoint.
   *
   * @throws IllegalStateException when the context has no WebSocket container, or that refuses
   */
  @Override
  public void contextInitialized(ServletContextEvent event) {
    String name = ServerContainer.class.getName();
    if (!(event.getServletContext().getAttribute(name) instanceof ServerContainer container)) {
      throw new IllegalStateException(
          "the servlet context has no WebSocket container in its attribute "
              + name
              + "; add the WebSocket module of your server, and in embedded Jetty call"
              + " JakartaWebSocketServletContainerInitializer.configure(context, null)");
    }
    try {
      endpoint.deployTo(container);
      started = true;
    } catch (DeploymentException e) {
      throw new IllegalStateException("the WebSocket container refused the presence endpoint", e);
    }
  }

  /** Closes the endpoint, if this added it. Never throws. */
  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (started) {
      endpoint.close();
    }
  }

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    origins.requestInitialized(event);
  }

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    origins.requestDestroyed(event);
  }
}
