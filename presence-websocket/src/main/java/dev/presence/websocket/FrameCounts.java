package dev.presence.websocket;

import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where a container counts the frames that a client sent. Jakarta WebSocket has no hook for
 * pings, but these containers count every frame of a socket: Jetty in its connection, Tomcat in its
 * upgraded request; Tyrus calls an extension for each frame, see {@link TyrusFrames}. They are no
 * dependencies, so all is done by reflection. For use by any thread.
 */
final class FrameCounts {

  private static final Logger log = LoggerFactory.getLogger(FrameCounts.class);

  private static final LongSupplier NONE = () -> 0;

  /** The names of session classes without a counter: each is logged once. */
  private static final Set<String> UNCOUNTED = ConcurrentHashMap.newKeySet();

  /** The method of a counter that returns the number of frames; found once for each class. */
  private static final ClassValue<Method> GETTER =
      new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> type) {
          return getter(type);
        }
      };

  private FrameCounts() {}

  /** The counter of a session; it stays at zero in a container without one. */
  static LongSupplier of(Session session) {
    String type = session.getClass().getName();
    try {
      LongSupplier found = find(session, type);
      if (found != null) {
        return found;
      }
      logOnce(type, null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      logOnce(type, e);
    }
    return NONE;
  }

  private static void logOnce(String type, @Nullable Throwable reason) {
    if (UNCOUNTED.add(type)) {
      log.info(
          "Cannot count the frames of {}: WebSocket pings of a client have no limit in this"
              + " container; limit the traffic of a connection in your proxy",
          type,
          reason);
    }
  }

  private static @Nullable LongSupplier find(Session session, String type)
      throws ReflectiveOperationException {
    if (type.startsWith("org.eclipse.jetty.")) {
      return counter(call(call(session, "getCoreSession"), "getConnection"));
    }
    if (type.startsWith("org.apache.tomcat.")) {
      return counter(read(read(session, "wsRemoteEndpoint"), "upgradeInfo"));
    }
    for (Extension extension : session.getNegotiatedExtensions()) {
      if (Proxy.isProxyClass(extension.getClass())
          && Proxy.getInvocationHandler(extension) instanceof TyrusFrames frames) {
        return frames;
      }
    }
    return null;
  }

  private static LongSupplier counter(Object counter) throws ReflectiveOperationException {
    Method getter = GETTER.get(counter.getClass());
    getter.invoke(counter); // fails now rather than later
    return () -> count(getter, counter);
  }

  private static long count(Method getter, Object counter) {
    try {
      return (Long) getter.invoke(counter);
    } catch (ReflectiveOperationException e) {
      log.debug("Reading the number of frames of a WebSocket failed; its pings have no limit", e);
      return 0;
    }
  }

  /** Both containers name their frames messages. */
  private static Method getter(Class<?> type) {
    for (Method method : type.getMethods()) {
      String name = method.getName();
      if (name.equals("getMessagesIn") || name.equals("getMsgsReceived")) {
        return method;
      }
    }
    throw new IllegalStateException(type + " has no counter of frames");
  }

  private static Object call(Object target, String getter) throws ReflectiveOperationException {
    return target.getClass().getMethod(getter).invoke(target);
  }

  private static Object read(Object target, String name) throws ReflectiveOperationException {
    Field field = target.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(target);
  }
}
