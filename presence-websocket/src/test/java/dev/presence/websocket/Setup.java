package dev.presence.websocket;

/**
 * How an application set up its servlet container.
 *
 * @param hasListener the listener of the endpoint is registered
 * @param readsForwarded the container reads the forwarded headers of a proxy
 */
record Setup(boolean hasListener, boolean readsForwarded) {

  static final Setup USUAL = new Setup(true, false);
}
