package dev.presence.websocket;

import jakarta.servlet.DispatcherType;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat with the endpoint, which the listener adds to its context unless there is none. */
final class TomcatServer implements TestServer {

  private final Tomcat tomcat = new Tomcat();
  private boolean closed;

  TomcatServer(PresenceEndpoint endpoint, Duration idleLimit, Setup setup) {
    try {
      Path base = Files.createTempDirectory("tomcat");
      tomcat.setBaseDir(base.toString());
      Connector connector = new Connector();
      connector.setPort(0);
      connector.setProperty("address", "127.0.0.1");
      if (setup.endsTls()) {
        secure(connector);
      }
      tomcat.setConnector(connector);
      Context context = tomcat.addContext("", base.toString());
      if (setup.readsForwarded()) {
        tomcat.getEngine().getPipeline().addValve(new RemoteIpValve());
      }
      context.addServletContainerInitializer(new WsSci(), Set.of());
      context.addServletContainerInitializer(
          (classes, servletContext) -> {
            ServerContainer container =
                (ServerContainer) servletContext.getAttribute(ServerContainer.class.getName());
            TestServer.limitIdle(container, idleLimit);
            servletContext.addListener(new SessionListener());
            if (setup.hasListener()) {
              PresenceServletListener listener = new PresenceServletListener(endpoint);
              servletContext.addListener(listener);
              servletContext
                  .addFilter("presence", listener)
                  .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            } else {
              deploy(endpoint, container);
            }
          },
          Set.of());
      Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
      context.addServletMappingDecoded("/", "default");
      Tomcat.addServlet(context, "login", new LoginRedirect());
      context.addServletMappingDecoded(LoginRedirect.PATH, "login");
      ErrorPage forbidden = new ErrorPage();
      forbidden.setErrorCode(403);
      forbidden.setLocation(LoginRedirect.PATH);
      context.addErrorPage(forbidden);
      tomcat.start();
    } catch (IOException | LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void secure(Connector connector) {
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
    certificate.setCertificateKeystoreFile(TestCertificate.keyStore());
    certificate.setCertificateKeystorePassword(TestCertificate.PASSWORD);
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
  }

  private static void deploy(PresenceEndpoint endpoint, ServerContainer container) {
    try {
      endpoint.deployTo(container);
    } catch (DeploymentException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
