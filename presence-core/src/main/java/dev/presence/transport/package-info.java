/** For authors of a transport: what carries changes from a node to its clients. */
@NullMarked
package dev.presence.transport;

import org.jspecify.annotations.NullMarked;
