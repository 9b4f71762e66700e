package dev.presence.sample.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a query that is no percent-encoded UTF-8, before anything reads it: readers differ in
 * what they make of one, and the container of sockets logs it, with the token that is in it.
 */
final class WellFormedQueries extends Handler.Wrapper {

  WellFormedQueries(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (isWellFormed(request.getHttpURI().getQuery())) {
      return super.handle(request, response, callback);
    }
    Response.writeError(
        request, response, callback, HttpStatus.BAD_REQUEST_400, "the query is no encoded UTF-8");
    return true;
  }

  private static boolean isWellFormed(@Nullable String query) {
    if (query == null) {
      return true;
    }
    try {
      UrlEncoded.decodeUtf8To(query, new Fields());
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
