package dev.presence.websocket;

/**
 * How an application set up its servlet container.
 *
 * @param hasListener the listener of the endpoint is registered
 * @param readsForwarded the container reads the forwarded headers of a proxy
 * @param endsTls the container speaks TLS
 */
record Setup(boolean hasListener, boolean readsForwarded, boolean endsTls) {

  static final Setup USUAL = new Setup(true, false, false);
}
