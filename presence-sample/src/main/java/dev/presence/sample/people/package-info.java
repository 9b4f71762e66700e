/** Who works where and who writes to whom: fixed, because a demo needs no database. */
@NullMarked
package dev.presence.sample.people;

import org.jspecify.annotations.NullMarked;
