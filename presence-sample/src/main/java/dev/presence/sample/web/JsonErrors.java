package dev.presence.sample.web;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server itself refuses, in the same form as what the application does. */
final class JsonErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    int status = response.getStatus();
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    String reason = HttpStatus.getMessage(status);
    String text = status >= 500 || message == null ? reason : message.toString();
    SecurityHeaders.addTo(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    byte[] body =
        Json.bytes(
            Map.of(
                "error",
                reason.toLowerCase(java.util.Locale.ROOT).replace(' ', '_'),
                "message",
                text));
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
