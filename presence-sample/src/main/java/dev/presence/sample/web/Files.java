package dev.presence.sample.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Sends files of the class path; those of the browser client come out of the adapter's jar. */
final class Files {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private Files() {}

  static void send(HttpServletResponse response, int status, String resource) throws IOException {
    String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
    try (InputStream file = Files.class.getClassLoader().getResourceAsStream(resource)) {
      if (file == null || type == null) {
        throw HttpProblem.notFound(resource.substring(resource.lastIndexOf('/') + 1));
      }
      byte[] bytes = file.readAllBytes();
      response.setStatus(status);
      response.setContentType(type);
      response.setHeader("Cache-Control", "no-cache");
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }
  }
}
