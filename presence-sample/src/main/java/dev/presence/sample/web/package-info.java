/** What the demo serves over HTTP: its pages, their files, and the interface that they call. */
@NullMarked
package dev.presence.sample.web;

import org.jspecify.annotations.NullMarked;
