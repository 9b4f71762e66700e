package dev.presence.store;

import org.jspecify.annotations.Nullable;

/** One page of a read that may need several. */
public sealed interface StorePage permits PartitionPage, RegisterPage {

  /** Asks for the first page. */
  String FIRST = "";

  /** Names the page that follows, for the next call. Null on the last page. */
  @Nullable String next();
}
