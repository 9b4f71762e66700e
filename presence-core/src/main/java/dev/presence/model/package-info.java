/**
 * The values of presence: statuses, changes, updates, whole workspaces and the options. Immutable,
 * safe to share between threads, and free of any dependency but the JDK.
 */
@NullMarked
package dev.presence.model;

import org.jspecify.annotations.NullMarked;
