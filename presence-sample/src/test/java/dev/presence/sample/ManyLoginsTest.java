package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many users open the sample at the same moment, as after a restart. */
class ManyLoginsTest {

  private static final int USERS = 1_000;

  /** The server does not accept yet, so each connection needs a place in the queue. */
  @Test
  @Timeout(20)
  void aThousandConnectionsWaitToBeAccepted() throws Exception {
    Path limit = Path.of("/proc/sys/net/core/somaxconn");
    if (Files.exists(limit)) {
      assertThat(Integer.parseInt(Files.readAllLines(limit).get(0)))
          .as("the kernel cuts the queue: run sysctl -w net.core.somaxconn=4096")
          .isGreaterThanOrEqualTo(USERS);
    }
    List<SocketChannel> channels = new ArrayList<>();
    try (ServerConnector connector = DemoServer.open("127.0.0.1", 0)) {
      for (int i = 0; i < USERS; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()));
        channels.add(channel);
      }
      await().until(() -> areConnected(channels));
    } finally {
      for (SocketChannel channel : channels) {
        channel.close();
      }
    }
  }

  private static boolean areConnected(List<SocketChannel> channels) throws IOException {
    boolean all = true;
    for (SocketChannel channel : channels) {
      all &= channel.finishConnect();
    }
    return all;
  }

  @Test
  @Timeout(60)
  void aThousandUsersSignInAndConnectAtOnce() throws Exception {
    try (RunningDemo demo = RunningDemo.with(USERS, 0);
        Selector selector = Selector.open()) {
      Client[] clients = new Client[USERS];
      for (int i = 0; i < USERS; i++) {
        clients[i] = new Client(selector, demo.uri(), "u" + (i + 1));
        clients[i].connect();
      }
      while (!Arrays.stream(clients).allMatch(client -> client.connected)) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          ((Client) key.attachment()).ready(key);
        }
        selector.selectedKeys().clear();
      }
      assertThat(clients).extracting(client -> client.connections).containsOnly(2);
      for (Client client : clients) {
        client.channel.close();
      }
    }
  }

  /** Signs in on one connection, then opens a WebSocket on another one. */
  private static final class Client {

    private final Selector selector;
    private final URI server;
    private final String userId;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 14);
    private final StringBuilder answer = new StringBuilder();
    private SocketChannel channel;
    private String request;
    private int connections;
    private boolean connected;

    Client(Selector selector, URI server, String userId) {
      this.selector = selector;
      this.server = server;
      this.userId = userId;
      String body = "{\"userId\":\"" + userId + "\"}";
      request =
          "POST /api/login HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(server.getAuthority(), body.length(), body);
    }

    void connect() throws IOException {
      connections++;
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    void ready(SelectionKey key) throws IOException {
      if (key.isConnectable()) {
        channel.finishConnect();
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        key.interestOps(SelectionKey.OP_READ);
        return;
      }
      in.clear();
      int length = channel.read(in);
      if (connected) {
        return; // what others do is of no interest, but is read
      }
      assertThat(length).as("%s after %s", userId, answer).isGreaterThan(0);
      answer.append(new String(in.array(), 0, length, StandardCharsets.US_ASCII));
      if (connections == 1 && answer.indexOf("\"token\":\"") > 0 && answer.indexOf("}") > 0) {
        openSocket();
      } else if (connections == 2) {
        connected = answer.indexOf("presence:snapshot") > 0;
      }
    }

    private void openSocket() throws IOException {
      channel.close();
      String token = answer.substring(answer.indexOf("\"token\":\"") + 9).split("\"")[0];
      answer.setLength(0);
      request =
          ("GET /presence/acme?token=%s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\n"
                  + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                  + "Sec-WebSocket-Version: 13\r\n\r\n")
              .formatted(token, server.getAuthority());
      connect();
    }
  }
}
