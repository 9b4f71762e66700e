package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that sends back what it gets. */
class TcpProxyTest {

  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void open() throws IOException {
    echo = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    ProxiedConnection.start(
        "echo",
        () -> {
          while (true) {
            Socket socket = echo.accept();
            accepted.add(socket);
            ProxiedConnection.start(
                "echo", () -> socket.getInputStream().transferTo(socket.getOutputStream()));
          }
        });
    proxy = TcpProxy.to(echo.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
  }

  private static void assertEchoes(Socket socket, int value) throws IOException {
    send(socket, value);
    assertThat(socket.getInputStream().read()).isEqualTo(value);
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(50);
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() -> socket.getInputStream().read());
    socket.setSoTimeout(10_000);
  }

  @Test
  void passesOnInBothDirections() throws IOException {
    try (Socket one = connect();
        Socket two = connect()) {
      assertEchoes(one, 1);
      assertEchoes(two, 2);
      assertThat(proxy.connections()).isEqualTo(2);
    }
    Awaitility.await().until(() -> proxy.connections() == 0);
  }

  @Test
  void whatIsCutIsClosedAndRefusedUntilItIsMended() throws IOException {
    try (Socket socket = connect()) {
      assertEchoes(socket, 1);
      proxy.cut();
      assertThat(endOf(socket)).isTrue();
      assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
      proxy.mend();
      try (Socket again = connect()) {
        assertEchoes(again, 2);
      }
    }
  }

  @Test
  void droppedConnectionsCanBeMadeAgain() throws IOException {
    try (Socket socket = connect()) {
      assertEchoes(socket, 1);
      proxy.dropConnections();
      assertThat(endOf(socket)).isTrue();
      try (Socket again = connect()) {
        assertEchoes(again, 2);
      }
    }
  }

  @Test
  void whatIsStalledArrivesWhenItIsMended() throws IOException {
    try (Socket socket = connect()) {
      assertEchoes(socket, 1);
      proxy.stall();
      send(socket, 2);
      assertSilent(socket);
      proxy.mend();
      assertThat(socket.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void aHalfOpenConnectionIsSilentForEverAndNewOnesWork() throws IOException {
    try (Socket socket = connect()) {
      assertEchoes(socket, 1);
      proxy.halfOpen();
      send(socket, 2);
      proxy.mend();
      assertSilent(socket);
      try (Socket again = connect()) {
        assertEchoes(again, 3);
      }
    }
  }

  @Test
  void oneConnectionCanBePickedByThePortThatTheServerSees() throws IOException {
    try (Socket one = connect()) {
      assertEchoes(one, 1);
      try (Socket two = connect()) {
        assertEchoes(two, 2);
        assertThat(proxy.ports())
            .containsExactlyInAnyOrderElementsOf(accepted.stream().map(Socket::getPort).toList());
        proxy.halfOpen(accepted.get(0).getPort());
        send(one, 3);
        assertSilent(one);
        assertEchoes(two, 4);
        proxy.drop(accepted.get(1).getPort());
        assertThat(endOf(two)).isTrue();
        assertSilent(one);
      }
    }
  }

  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
