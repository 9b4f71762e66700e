package dev.presence.redis;

import static dev.presence.redis.Batches.MOST_USERS;

import dev.presence.model.PresenceException;
import dev.presence.spi.Claim;
import dev.presence.spi.StoredPartition;
import dev.presence.spi.StoredRecord;
import dev.presence.spi.StoredWorkspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Partitions and claims as a whole: one call when they are small, else pages of a hash, which a
 * failover or a move to another server may break off. So they are counted, and read again.
 */
final class LargeReads {

  private static final int MOST_ATTEMPTS = 3;

  private final RedisCommands redis;

  LargeReads(RedisCommands redis) {
    this.redis = redis;
  }

  // ---------------------------------------------------------------- partitions

  CompletionStage<StoredWorkspace> partition(KeyNames names, String nodeId) {
    return partition(names, nodeId, 1);
  }

  private CompletionStage<StoredWorkspace> partition(KeyNames names, String nodeId, int attempt) {
    return look(names, nodeId, MOST_USERS)
        .thenCompose(
            look -> {
              if (!look.isComplete()) {
                return CompletableFuture.completedStage(look.nothing());
              }
              return look.size <= MOST_USERS
                  ? CompletableFuture.completedStage(look.with(look.entries))
                  : pages(names, look, attempt);
            });
  }

  private CompletionStage<StoredWorkspace> pages(KeyNames names, Look first, int attempt) {
    return scan(names.node(first.nodeId))
        .thenCombine(
            CompletableFuture.completedStage(first), (entries, look) -> look.withEntries(entries))
        .thenCompose(
            read ->
                look(names, first.nodeId, 0)
                    .thenCompose(last -> judge(names, read, last, attempt)));
  }

  /**
   * Whoever reads the pages while changes are written finds some of them. That is as it should be:
   * the feed tells them all. If nothing changed the count must be right.
   */
  private CompletionStage<StoredWorkspace> judge(
      KeyNames names, Look read, Look last, int attempt) {
    boolean changed = !read.content().equals(last.content());
    if (last.isComplete() && (changed || read.entries.size() == last.size)) {
      return CompletableFuture.completedStage(read.with(read.entries));
    }
    return attempt < MOST_ATTEMPTS
        ? partition(names, read.nodeId, attempt + 1)
        : CompletableFuture.completedStage(last.nothing());
  }

  /** What a call sees of a partition at one moment. */
  private record Look(
      String nodeId, long now, String record, long size, Map<String, String> entries) {

    boolean isComplete() {
      return !record.isEmpty() && parsed().users() == size;
    }

    String content() {
      return record.isEmpty() ? "" : RecordText.contentOf(record);
    }

    Look withEntries(Map<String, String> all) {
      return new Look(nodeId, now, record, size, all);
    }

    StoredWorkspace with(Map<String, String> all) {
      return workspace(List.of(new StoredPartition(parsed(), all)));
    }

    StoredWorkspace nothing() {
      return workspace(List.of());
    }

    private StoredRecord parsed() {
      return RecordText.parse(nodeId, record);
    }

    private StoredWorkspace workspace(List<StoredPartition> partitions) {
      return new StoredWorkspace(now, partitions, Map.of(), "");
    }
  }

  private CompletionStage<Look> look(KeyNames names, String nodeId, int most) {
    return redis
        .run(
            Script.READ_PARTITION,
            List.of(names.nodes(), names.node(nodeId)),
            new Arguments().text(nodeId).number(most).list())
        .thenApply(
            reply ->
                new Look(
                    nodeId,
                    Replies.number(reply, 0),
                    Replies.text(reply, 1),
                    Replies.number(reply, 2),
                    Replies.pairs(Replies.list(reply, 3))));
  }

  // ---------------------------------------------------------------- claims

  CompletionStage<StoredWorkspace> claims(KeyNames names) {
    return claims(names, 1);
  }

  private CompletionStage<StoredWorkspace> claims(KeyNames names, int attempt) {
    return redis
        .run(Script.READ_CLAIMS, List.of(names.claims()), new Arguments().number(MOST_USERS).list())
        .thenCompose(
            reply -> {
              Map<String, String> few = Replies.pairs(Replies.list(reply, 3));
              return Replies.number(reply, 2) == few.size()
                  ? CompletableFuture.completedStage(claims(reply, few))
                  : manyClaims(names, reply, attempt);
            });
  }

  /** Claims are never removed one by one, so that there are at least as many as at first. */
  private CompletionStage<StoredWorkspace> manyClaims(
      KeyNames names, List<Object> first, int attempt) {
    return scan(names.claims())
        .thenCompose(
            found -> {
              if (found.size() >= Replies.number(first, 2)) {
                return CompletableFuture.completedStage(claims(first, found));
              }
              return attempt < MOST_ATTEMPTS
                  ? claims(names, attempt + 1)
                  : CompletableFuture.failedStage(
                      new PresenceException("the claims changed too fast to be read", null));
            });
  }

  private static StoredWorkspace claims(List<Object> first, Map<String, String> texts) {
    Map<String, Claim> claims = new HashMap<>();
    texts.forEach(
        (userId, text) -> {
          if (!userId.isEmpty()) {
            claims.put(userId, ClaimText.parse(text));
          }
        });
    return new StoredWorkspace(Replies.number(first, 0), List.of(), claims, Replies.text(first, 1));
  }

  // ---------------------------------------------------------------- pages

  private CompletionStage<Map<String, String>> scan(String key) {
    return scan(key, HashPage.BEGINNING, new HashMap<>());
  }

  private CompletionStage<Map<String, String>> scan(
      String key, String cursor, Map<String, String> found) {
    return redis
        .scan(key, cursor)
        .thenCompose(
            page -> {
              found.putAll(page.fields());
              return page.isLast()
                  ? CompletableFuture.completedStage(found)
                  : scan(key, page.cursor(), found);
            });
  }
}
