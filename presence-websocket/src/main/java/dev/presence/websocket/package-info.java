/**
 * The Jakarta WebSocket adapter: an endpoint that shows the members of a workspace who is there,
 * and tells the tracker about their sockets.
 */
@NullMarked
package dev.presence.websocket;

import org.jspecify.annotations.NullMarked;
