package com.example.events;

import dev.presence.PresenceTracker;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;

/** An application with a login, the events and the page of the guide, for any container. */
final class TeamContext implements ServletContainerInitializer {

  private static final Set<String> ACME = Set.of("ada", "bob");

  private final PresenceTracker tracker;
  private final Duration keepAlive;

  TeamContext(PresenceTracker tracker, Duration keepAlive) {
    this.tracker = tracker;
    this.keepAlive = keepAlive;
  }

  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    addPresence(context);
    context.addServlet("login", new Login()).addMapping("/login");
    context.addServlet("page", new Page()).addMapping("/");
  }

  private void addPresence(ServletContext context) {
    PresenceEventServlet events = new PresenceEventServlet(tracker, TeamContext::admit, keepAlive);
    ServletRegistration.Dynamic servlet = context.addServlet("presence", events);
    servlet.setAsyncSupported(true);
    servlet.setLoadOnStartup(1);
    servlet.addMapping("/presence/*");
  }

  private static String admit(HttpServletRequest request, String workspaceId) {
    HttpSession session = request.getSession(false);
    String user = session == null ? null : (String) session.getAttribute("user");
    boolean member = workspaceId.equals("acme") && user != null && ACME.contains(user);
    return member ? user : null;
  }

  /** Believes everybody, for this is a test. */
  private static final class Login extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      request.getSession().setAttribute("user", request.getParameter("user"));
    }
  }

  private static final class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/html;charset=utf-8");
      try (InputStream page = Page.class.getResourceAsStream("/page/index.html")) {
        page.transferTo(response.getOutputStream());
      }
    }
  }
}
