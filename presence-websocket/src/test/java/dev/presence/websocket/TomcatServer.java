package dev.presence.websocket;

import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat with the endpoint, put into its context by the listener. */
final class TomcatServer implements TestServer {

  private final Tomcat tomcat = new Tomcat();

  TomcatServer(PresenceEndpoint endpoint, Duration idleLimit) {
    try {
      Path base = Files.createTempDirectory("tomcat");
      tomcat.setBaseDir(base.toString());
      Connector connector = new Connector();
      connector.setPort(0);
      connector.setProperty("address", "127.0.0.1");
      tomcat.setConnector(connector);
      Context context = tomcat.addContext("", base.toString());
      context.addServletContainerInitializer(new WsSci(), Set.of());
      context.addServletContainerInitializer(
          (classes, servletContext) -> {
            TestServer.limitIdle(
                (ServerContainer) servletContext.getAttribute(ServerContainer.class.getName()),
                idleLimit);
            servletContext.addListener(new SessionListener());
            servletContext.addListener(new PresenceServletListener(endpoint));
          },
          Set.of());
      Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
      context.addServletMappingDecoded("/", "default");
      tomcat.start();
    } catch (IOException | LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
