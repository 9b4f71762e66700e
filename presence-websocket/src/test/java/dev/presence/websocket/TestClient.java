package dev.presence.websocket;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;

/** A client as applications have one: Tyrus. */
final class TestClient extends FrameLog {

  private static final int LARGEST_MESSAGE = 10_000_000;
  private static final ClientManager MANAGER = ClientManager.createClient();

  static {
    MANAGER.getProperties().put(ClientProperties.SHARED_CONTAINER, true);
    MANAGER.setDefaultMaxTextMessageBufferSize(LARGEST_MESSAGE);
  }

  private final Session session;

  /** Connects; the headers are added to the request. */
  TestClient(URI uri, Map<String, String> headers) {
    ClientEndpointConfig config =
        ClientEndpointConfig.Builder.create()
            .configurator(
                new ClientEndpointConfig.Configurator() {
                  @Override
                  public void beforeRequest(Map<String, List<String>> request) {
                    request.remove("Origin"); // a browser sends one, Tyrus should not
                    headers.forEach((name, value) -> request.put(name, List.of(value)));
                  }
                })
            .build();
    try {
      session = MANAGER.connectToServer(new Ears(), config, uri);
    } catch (DeploymentException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Ears extends Endpoint {
    @Override
    public void onOpen(Session opened, EndpointConfig config) {
      // Else each send sets a timer, which fails when the server closes at that moment.
      opened.setMaxIdleTimeout(-1);
      opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) TestClient.this::came);
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
      ended(reason.getCloseCode().getCode());
    }

    @Override
    public void onError(Session failed, Throwable failure) {}
  }

  @Override
  void send(String text) {
    try {
      session.getBasicRemote().sendText(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void sendBinary(byte[] bytes) {
    try {
      session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void close(int code) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), ""));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (session.isOpen()) {
      close(1000);
    }
  }
}
