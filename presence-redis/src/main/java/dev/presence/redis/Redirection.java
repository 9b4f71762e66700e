package dev.presence.redis;

/** What a server of a cluster says of a key that it cannot serve. */
enum Redirection {
  /** Another server has the slot. */
  MOVED,
  /** The slot is moving to another server, and the key is not here any more. */
  ASK,
  /** The slot is moving, and only some of the keys are here. */
  TRYAGAIN,
  /** The cluster is incomplete. */
  CLUSTERDOWN,
  /** Nothing of this. */
  NONE
}
