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
 * <p>One of up to {@link Batches#MOST_USERS} users is one call, a whole partition or a change. More
 * take several calls, and are still applied as one:
 *
 * <ul>
 *   <li>A whole partition is collected in pages under a key of its own; the last call swaps it in
 *       if all pages are there.
 *   <li>A change is written in parts. Until the last one the record keeps its sequence, so that
 *       whoever reads the partition has a state that the change fits: a read may hold more than its
 *       record says. A node that dies in the middle leaves entries that were true when it did.
 * </ul>
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
    return isLarge(request)
        ? parts(request, new ArrayList<>(partsOf(request)), 0)
        : change(request, request.entries(), request.removed());
  }

  private static boolean isLarge(SyncRequest request) {
    return request.entries().size() + request.removed().size() > MOST_USERS;
  }

  // ---------------------------------------------------------------- changes

  private CompletionStage<SyncReply> change(
      SyncRequest request, Map<String, String> put, Set<String> cut) {
    Arguments arguments = renewal(request).number(request.from()).number(request.knownDeadline());
    return run(
        Script.SYNC_CHANGE, request, arguments.number(cut.size()).texts(cut).pairs(put), List.of());
  }

  private record Part(Map<String, String> put, Set<String> cut) {}

  /** What is written comes before what is removed, as within one call. */
  private static List<Part> partsOf(SyncRequest request) {
    List<Part> parts = new ArrayList<>();
    Batches.of(request.entries()).forEach(batch -> parts.add(new Part(batch, Set.of())));
    Batches.of(request.removed(), MOST_USERS)
        .forEach(batch -> parts.add(new Part(Map.of(), Set.copyOf(batch))));
    return parts;
  }

  /** One after the other: a part that finds the node unknown ends it. */
  private CompletionStage<SyncReply> parts(SyncRequest request, List<Part> parts, int next) {
    Part part = parts.get(next);
    if (next == parts.size() - 1) {
      return change(request, part.put, part.cut);
    }
    Arguments arguments =
        target(request)
            .number(request.from())
            .number(request.knownDeadline())
            .number(part.cut.size())
            .texts(part.cut)
            .pairs(part.put);
    return run(Script.SYNC_PART, request, arguments, List.of())
        .thenCompose(
            reply ->
                reply.known()
                    ? parts(request, parts, next + 1)
                    : CompletableFuture.completedStage(reply));
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

  /** Whom a call is about. */
  private static Arguments target(SyncRequest request) {
    return new Arguments()
        .text(new KeyNames(request.workspaceId()).channel())
        .text(request.nodeId())
        .number(request.to())
        .number(request.keepMillis());
  }

  /** The same with what the new record is made of, and what the feed is told. */
  private static Arguments renewal(SyncRequest request) {
    return target(request)
        .number(request.leaseMillis())
        .flag(request.leaving())
        .text(FeedText.recordPart(request))
        .text(changeOf(request));
  }

  private static String changeOf(SyncRequest request) {
    if (isLarge(request)) {
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
