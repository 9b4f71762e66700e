/** The demo application: a workspace with members and direct messages, in a browser. */
@NullMarked
package dev.presence.sample;

import org.jspecify.annotations.NullMarked;
