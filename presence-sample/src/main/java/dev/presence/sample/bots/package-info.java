/** Life for a visitor who is alone: people who come and go through real connections. */
@NullMarked
package dev.presence.sample.bots;

import org.jspecify.annotations.NullMarked;
