package dev.presence.redis;

import static dev.presence.redis.Batches.MOST_USERS;

import dev.presence.spi.FeedMessage.Content;
import dev.presence.spi.SyncReply;
import dev.presence.spi.SyncRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Heartbeats with what changed, as script calls.
 *
 * <p>Each is one call, but for a whole partition of more than {@link Batches#MOST_USERS} users:
 * that is collected in pages under a key of its own, and the last call swaps it in if all pages are
 * there.
 */
final class SyncCalls {

  /** So many pages are under way at once: enough to hide the way there and back. */
  private static final int PAGES_AT_ONCE = 8;

  private final RedisCommands redis;

  SyncCalls(RedisCommands redis) {
    this.redis = redis;
  }

  CompletionStage<SyncReply> sync(SyncRequest request) {
    if (request.whole()) {
      Map<String, String> entries = new HashMap<>(request.entries());
      entries.keySet().removeAll(request.removed());
      return entries.size() <= MOST_USERS ? whole(request, entries) : pages(request, entries);
    }
    return change(request);
  }

  private CompletionStage<SyncReply> change(SyncRequest request) {
    Set<String> removed = request.removed();
    Arguments arguments =
        renewal(request)
            .number(request.from())
            .number(request.knownDeadline())
            .number(removed.size())
            .texts(removed)
            .pairs(request.entries());
    return run(Script.SYNC_CHANGE, request, arguments, List.of());
  }

  // ---------------------------------------------------------------- whole partitions

  private CompletionStage<SyncReply> whole(SyncRequest request, Map<String, String> entries) {
    return run(Script.SYNC_WHOLE, request, renewal(request).pairs(entries), List.of());
  }

  private CompletionStage<SyncReply> pages(SyncRequest request, Map<String, String> entries) {
    String key = new KeyNames(request.workspaceId()).page(request.nodeId(), request.to());
    CompletionStage<?> written = CompletableFuture.completedStage(null);
    for (List<Map<String, String>> some : Batches.of(Batches.of(entries), PAGES_AT_ONCE)) {
      written = written.thenCompose(done -> pages(key, some, request.keepMillis()));
    }
    Arguments commit = renewal(request).number(entries.size());
    return written.thenCompose(done -> run(Script.SYNC_COMMIT, request, commit, List.of(key)));
  }

  private CompletionStage<Void> pages(String key, List<Map<String, String>> pages, long keep) {
    return CompletableFuture.allOf(
        pages.stream()
            .map(page -> new Arguments().number(keep).pairs(page).list())
            .map(arguments -> redis.run(Script.SYNC_PAGE, List.of(key), arguments))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }

  // ---------------------------------------------------------------- what they have in common

  /** Whom a call is about, what the new record is made of, and what the feed is told. */
  private static Arguments renewal(SyncRequest request) {
    return new Arguments()
        .text(new KeyNames(request.workspaceId()).channel())
        .text(request.nodeId())
        .number(request.to())
        .number(request.keepMillis())
        .number(request.leaseMillis())
        .flag(request.leaving())
        .text(FeedText.recordPart(request))
        .text(changeOf(request));
  }

  private static String changeOf(SyncRequest request) {
    if (request.entries().size() + request.removed().size() > MOST_USERS) {
      return FeedText.changePart(request.from(), Content.NOTHING, Map.of(), Set.of());
    }
    return FeedText.changePart(
        request.from(),
        request.whole() ? Content.WHOLE : Content.DIFFERENCE,
        request.entries(),
        request.removed());
  }

  private CompletionStage<SyncReply> run(
      Script script, SyncRequest request, Arguments arguments, List<String> moreKeys) {
    KeyNames names = new KeyNames(request.workspaceId());
    List<String> keys =
        new ArrayList<>(List.of(names.nodes(), names.node(request.nodeId()), names.claims()));
    keys.addAll(moreKeys);
    return redis.run(script, keys, arguments.list()).thenApply(SyncCalls::reply);
  }

  private static SyncReply reply(List<Object> reply) {
    return new SyncReply(
        Replies.number(reply, 0) == 1,
        Replies.number(reply, 1),
        Replies.text(reply, 2),
        Replies.records(Replies.list(reply, 3)));
  }
}
