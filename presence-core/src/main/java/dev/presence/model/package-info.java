/**
 * For applications: the values that they read, the listeners and observers that they write, the
 * exceptions that they catch, and the options. Free of any dependency but the JDK.
 */
@NullMarked
package dev.presence.model;

import org.jspecify.annotations.NullMarked;
