/**
 * Real trackers in a simulated cluster, whose store and network have bad days drawn from a seed.
 */
@NullMarked
package dev.presence.testkit.simulation;

import org.jspecify.annotations.NullMarked;
