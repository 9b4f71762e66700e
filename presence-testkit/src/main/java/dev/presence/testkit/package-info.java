/**
 * What tests are made of: the contract of a store, a runtime whose time a test moves by hand, and a
 * broadcaster and a listener that record what they are told.
 */
@NullMarked
package dev.presence.testkit;

import org.jspecify.annotations.NullMarked;
