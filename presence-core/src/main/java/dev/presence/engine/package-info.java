/**
 * The presence engine, not exported: the pure decisions (status, peers and their leases, what to
 * flush, what changed) and the one owner that runs them for a workspace.
 */
@NullMarked
package dev.presence.engine;

import org.jspecify.annotations.NullMarked;
