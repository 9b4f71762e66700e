package dev.presence.websocket;

import jakarta.websocket.Extension;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the frames of one client in Tyrus, as an extension of its own kind that leaves each frame
 * as it is. Clients do not see it, because {@link HandshakeGate} takes it out of the response. Safe
 * for use by any thread.
 */
final class TyrusFrames implements InvocationHandler, LongSupplier {

  private static final String NAME = "presence-frame-count";

  private final AtomicLong frames = new AtomicLong();

  private TyrusFrames() {}

  /** The type of a Tyrus extension. */
  static Class<?> extensionType(ClassLoader tyrus) throws ClassNotFoundException {
    return Class.forName("org.glassfish.tyrus.core.extension.ExtendedExtension", false, tyrus);
  }

  /** An extension of this type, for one socket. */
  static Extension create(Class<?> extensionType) {
    return (Extension)
        Proxy.newProxyInstance(
            extensionType.getClassLoader(), new Class<?>[] {extensionType}, new TyrusFrames());
  }

  @Override
  public long getAsLong() {
    return frames.get();
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "processIncoming" -> {
        frames.incrementAndGet();
        yield arguments[1];
      }
      case "processOutgoing" -> arguments[1];
      case "getParameters", "onExtensionNegotiation" -> List.of();
      case "getName", "toString" -> NAME;
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == arguments[0];
      default -> null;
    };
  }
}
