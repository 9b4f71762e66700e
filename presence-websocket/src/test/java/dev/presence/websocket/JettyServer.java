package dev.presence.websocket;

import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty with the endpoint and, usually, the listener that notes where a request went. */
final class JettyServer implements TestServer {

  private final Server server = new Server();
  private final HttpConfiguration http = new HttpConfiguration();
  private final ServerConnector connector;

  JettyServer(PresenceEndpoint endpoint, Duration idleLimit, Setup setup) {
    connector = setup.endsTls() ? secureConnector() : plainConnector();
    if (setup.readsForwarded()) {
      http.addCustomizer(new ForwardedRequestCustomizer());
    }
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    context.addEventListener(new SessionListener());
    context.addServlet(new LoginRedirect(), LoginRedirect.PATH);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(403, LoginRedirect.PATH);
    context.setErrorHandler(errors);
    if (setup.hasListener()) {
      context.addEventListener(new PresenceServletListener(endpoint));
    }
    JakartaWebSocketServletContainerInitializer.configure(
        context,
        (servletContext, container) -> {
          TestServer.limitIdle(container, idleLimit);
          if (!setup.hasListener()) {
            endpoint.deployTo(container);
          }
        });
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private ServerConnector plainConnector() {
    return new ServerConnector(server, new HttpConnectionFactory(http));
  }

  private ServerConnector secureConnector() {
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(TestCertificate.keyStore());
    tls.setKeyStorePassword(TestCertificate.PASSWORD);
    return new ServerConnector(
        server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
