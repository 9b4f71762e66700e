package com.example.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** An open event stream whose client does not read until the test says so. */
final class UnreadStream implements AutoCloseable {

  private final Socket socket = new Socket();

  UnreadStream(int port, String cookie) throws IOException {
    socket.setReceiveBufferSize(65_536);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    // HTTP 1.0 has no chunks, so the body is the text as it was written.
    String request = "GET /presence/acme HTTP/1.0\r\nCookie: " + cookie + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
  }

  /** Reads until a frame says this of the user. */
  List<JsonNode> readUntil(String user, String status) throws IOException {
    List<JsonNode> frames = new ArrayList<>();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    String now = "unknown";
    while (!now.equals(status)) {
      String line = reader.readLine();
      if (line == null) {
        throw new IOException("the stream has ended");
      }
      if (line.startsWith("data: ")) {
        frames.add(EventClient.frame(line));
        now = EventClient.statuses(EventClient.frame(line)).getOrDefault(user, now);
      }
    }
    return frames;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
