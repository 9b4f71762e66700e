/** The frames of the wire protocol as immutable messages, and their codec. */
@NullMarked
package dev.presence.websocket.wire;

import org.jspecify.annotations.NullMarked;
