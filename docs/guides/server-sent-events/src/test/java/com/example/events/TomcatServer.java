package com.example.events;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

final class TomcatServer implements RunningServer {

  private static final Logger LOG = Logger.getLogger("org.apache");

  static {
    LOG.setLevel(Level.SEVERE);
  }

  private final Tomcat tomcat = new Tomcat();

  TomcatServer(TeamContext application, int writeTimeoutMillis) throws Exception {
    Path base = Files.createTempDirectory("tomcat");
    tomcat.setBaseDir(base.toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("connectionTimeout", String.valueOf(writeTimeoutMillis));
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", base.toString());
    context.addServletContainerInitializer(application, Set.of());
    tomcat.start();
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
