package dev.presence.testkit;

import dev.presence.store.PresenceStore;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A {@link SyncRequest} or a {@link ReplaceRequest} in the making; by default a lease of a minute
 * that is kept for two.
 */
final class SyncDraft {

  private final String workspaceId;
  private final String nodeId;
  private final long from;
  private final long to;
  private final boolean whole;
  private final Map<String, String> entries = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private long knownDeadline;
  private Duration lease = Duration.ofMinutes(1);
  private Duration keep = Duration.ofMinutes(2);
  private boolean draining;
  private int staged;
  private long wallOffset;

  private SyncDraft(String workspaceId, String nodeId, long from, long to, boolean whole) {
    this.workspaceId = workspaceId;
    this.nodeId = nodeId;
    this.from = from;
    this.to = to;
    this.whole = whole;
  }

  /** What is written with {@link PresenceStore#replace}. */
  static SyncDraft whole(String workspaceId, String nodeId, long to) {
    return new SyncDraft(workspaceId, nodeId, 0, to, true);
  }

  /** What is written with {@link PresenceStore#sync}. */
  static SyncDraft change(String workspaceId, String nodeId, long from, long to) {
    return new SyncDraft(workspaceId, nodeId, from, to, false);
  }

  String nodeId() {
    return nodeId;
  }

  long to() {
    return to;
  }

  SyncDraft put(String userId, String entry) {
    entries.put(userId, entry);
    return this;
  }

  SyncDraft putAll(Map<String, String> more) {
    entries.putAll(more);
    return this;
  }

  SyncDraft remove(String... userIds) {
    removed.addAll(Set.of(userIds));
    return this;
  }

  SyncDraft knowing(long deadline) {
    knownDeadline = deadline;
    return this;
  }

  SyncDraft lease(Duration value) {
    lease = value;
    return this;
  }

  SyncDraft keep(Duration value) {
    keep = value;
    return this;
  }

  SyncDraft staged(int users) {
    staged = users;
    return this;
  }

  SyncDraft wallOffset(long millis) {
    wallOffset = millis;
    return this;
  }

  SyncDraft draining() {
    draining = true;
    return this;
  }

  CompletionStage<SyncReply> sendTo(PresenceStore store) {
    return whole ? store.replace(replaceRequest()) : store.sync(syncRequest());
  }

  private SyncRequest syncRequest() {
    return SyncRequest.builder(workspaceId, nodeId)
        .from(from)
        .to(to)
        .knownDeadline(knownDeadline)
        .entries(entries)
        .removed(removed)
        .leaseMillis(lease.toMillis())
        .keepMillis(keep.toMillis())
        .draining(draining)
        .wallOffset(wallOffset)
        .build();
  }

  private ReplaceRequest replaceRequest() {
    return ReplaceRequest.builder(workspaceId, nodeId)
        .to(to)
        .entries(entries)
        .staged(staged)
        .leaseMillis(lease.toMillis())
        .keepMillis(keep.toMillis())
        .draining(draining)
        .wallOffset(wallOffset)
        .build();
  }
}
