package dev.presence.websocket;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an endpoint into the servlet context that it listens to: adds it to the WebSocket container
 * when the context starts, and refuses foreign origins with 403. Add it to the context, or make it
 * a bean of Spring Boot; then neither {@link PresenceEndpoint#deployTo} nor an {@link
 * OriginListener} is needed.
 *
 * <p>It is also a servlet filter, which writes the 403 itself. Without the filter the container
 * sends the 403 as an error, and an error page may turn that into another answer, such as the
 * redirect of Spring Security to a login. Spring Boot registers a bean as listener and filter, and
 * Jetty lets the listener register the filter. Tomcat and Undertow do not allow that to a listener
 * that was added in code: there add the same object as a filter, too.
 *
 * <p>When the context stops, this closes the endpoint, and nothing else. An application that stops
 * in order {@linkplain dev.presence.PresenceTracker#close() closes the tracker} before that; then
 * there is nothing left to close.
 */
public final class PresenceServletListener
    implements ServletContextListener, ServletRequestListener, Filter {

  private static final Logger log = LoggerFactory.getLogger(PresenceServletListener.class);

  private static final byte[] REFUSAL =
      "Pages of this origin may not open a presence socket; the log of the server says why.\n"
          .getBytes(StandardCharsets.UTF_8);

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
      addFilter(event.getServletContext());
    } catch (DeploymentException e) {
      throw new IllegalStateException("the WebSocket container refused the presence endpoint", e);
    }
  }

  private void addFilter(ServletContext context) {
    String path = endpoint.path();
    try {
      FilterRegistration.Dynamic filter = context.addFilter("presence-origin:" + path, this);
      if (filter != null) {
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(
            EnumSet.of(DispatcherType.REQUEST), false, path, path + "/*");
      }
    } catch (UnsupportedOperationException | IllegalStateException e) {
      log.debug(
          "This container does not let a listener add a filter; without the filter, error pages may"
              + " replace the 403 of a refused origin. Add this object as a filter for /*",
          e);
    }
  }

  /** Answers a WebSocket request of a foreign origin with 403; passes on everything else. */
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer
        && isForEndpoint(http)
        && !isAllowed(http)) {
      answer.setStatus(HttpServletResponse.SC_FORBIDDEN);
      answer.setContentType("text/plain;charset=utf-8");
      answer.setHeader("Cache-Control", "no-store");
      answer.setContentLength(REFUSAL.length);
      answer.getOutputStream().write(REFUSAL);
      answer.flushBuffer();
    } else {
      chain.doFilter(request, response);
    }
  }

  private boolean isForEndpoint(HttpServletRequest request) {
    String more = request.getPathInfo();
    String path = request.getServletPath() + (more == null ? "" : more);
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
        && (path.equals(endpoint.path()) || path.startsWith(endpoint.path() + "/"));
  }

  private boolean isAllowed(HttpServletRequest request) {
    return new ArrivalPage(
            Collections.list(request.getHeaders("Origin")),
            OriginListener.originOf(request),
            request.getHeader("Host"))
        .isAllowed(endpoint.origins(), request.isSecure());
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
