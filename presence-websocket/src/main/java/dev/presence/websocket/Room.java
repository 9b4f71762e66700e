package dev.presence.websocket;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import dev.presence.spi.PresenceRuntime;
import dev.presence.spi.PresenceRuntime.Scheduled;
import dev.presence.websocket.Question.Kind;
import dev.presence.websocket.wire.ErrorCode;
import dev.presence.websocket.wire.ServerMessage;
import dev.presence.websocket.wire.WireCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One workspace as the sockets of this endpoint are told it. Everything that a socket gets about
 * the workspace comes from here in one order: this holds a copy of the tracker's view as of the
 * last update, and an answer waits until what it says was told. So no answer is older than an
 * update before it, and none tells what an update tells again or takes back unseen.
 *
 * <p>Any thread may call. State is touched under the lock of this object only; the tracker is asked
 * and sockets are written to after it is released.
 */
final class Room {

  /** What a room asks the tracker; both may throw when it has stopped. */
  interface Source {
    /** Everybody, as told last. */
    CompletionStage<WorkspacePresence> snapshot();

    /** These users as of now, and up to which version that is complete. */
    CompletionStage<WorkspacePresence> snapshotOf(Collection<String> userIds);
  }

  private static final Logger log = LoggerFactory.getLogger(Room.class);

  /** So many updates wait for a snapshot; with more of them, another one is asked for. */
  private static final int MOST_EARLY = 64;

  private final String workspaceId;
  private final Source source;
  private final PresenceRuntime runtime;
  private final Executor answers;
  private final Duration patience;
  private final Replica replica;
  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private final Set<Question> waiting = new LinkedHashSet<>();
  private final List<PresenceUpdate> early = new ArrayList<>();
  private List<Runnable> after = new ArrayList<>();
  private boolean loading;
  private boolean gap;
  private @Nullable Scheduled retry;

  /**
   * Creates a room without sockets.
   *
   * @param patience after so long an answer is asked for again: longer than updates are collected
   */
  Room(String workspaceId, Source source, PresenceRuntime runtime, Duration patience) {
    this.workspaceId = workspaceId;
    this.source = source;
    this.runtime = runtime;
    this.answers = new ForeignCalls(runtime, 1);
    this.patience = patience;
    this.replica = new Replica(workspaceId);
  }

  // ---------------------------------------------------------------- what sockets ask

  /** Sends the snapshot, as soon as it shows the viewer too, and updates from then on. */
  void join(Viewer viewer) {
    change(
        () -> {
          viewers.add(viewer);
          ask(new Question(Kind.JOIN, viewer, Set.of(viewer.userId), null));
          if (replica.epoch().isEmpty()) {
            load();
          }
        });
  }

  /** Answers with the presence of these users. */
  void get(Viewer viewer, long ref, Set<String> userIds) {
    change(() -> ask(new Question(Kind.GET, viewer, userIds, ref)));
  }

  /** From now on tells changes of these users only; null for everybody. */
  void watch(Viewer viewer, long ref, @Nullable Set<String> userIds) {
    change(
        () -> {
          viewer.watched = userIds;
          if (userIds == null) {
            viewer.told = Set.of();
            ask(new Question(Kind.SNAPSHOT, viewer, Set.of(viewer.userId), ref));
          } else {
            Set<String> news = new LinkedHashSet<>(userIds);
            news.removeAll(viewer.told);
            viewer.told = userIds;
            ask(new Question(Kind.WATCH, viewer, news, ref));
          }
        });
  }

  void leave(Viewer viewer) {
    change(
        () -> {
          viewers.remove(viewer);
          waiting.removeIf(question -> question.viewer.equals(viewer));
          if (viewers.isEmpty() && retry != null) {
            retry.cancel();
          }
        });
  }

  // ---------------------------------------------------------------- what the tracker says

  /** The next update of the tracker. */
  void update(PresenceUpdate update) {
    change(
        () -> {
          if (update.epoch().equals(replica.epoch())) {
            tell(replica.apply(update));
          } else {
            keepEarly(update);
            load();
          }
        });
  }

  /** Of another view than this one: only a snapshot can tell which of the two is newer. */
  private void keepEarly(PresenceUpdate update) {
    if (early.size() == MOST_EARLY) {
      early.clear();
      gap = true;
    }
    early.add(update);
  }

  private void load() {
    if (!loading) {
      loading = true;
      request(source::snapshot, this::loaded);
    }
  }

  private void loaded(@Nullable WorkspacePresence snapshot) {
    loading = false;
    if (snapshot == null) {
      retryLater();
      return;
    }
    if (snapshot.epoch().equals(replica.epoch())) {
      tell(replica.catchUp(snapshot));
    } else {
      replica.restart(snapshot);
      viewers.stream().filter(viewer -> viewer.joined).forEach(this::sendSnapshot);
    }
    takeEarly();
    serve(waiting);
  }

  private void takeEarly() {
    List<PresenceUpdate> waited = List.copyOf(early);
    early.clear();
    for (PresenceUpdate update : waited) {
      if (update.epoch().equals(replica.epoch())) {
        tell(replica.apply(update));
      } else {
        gap = true; // it came while the snapshot was on its way, which may be the older one
      }
    }
    if (gap) {
      gap = false;
      load();
    }
  }

  // ---------------------------------------------------------------- answers

  private void ask(Question question) {
    waiting.add(question);
    request(() -> source.snapshotOf(question.userIds), found -> found(question, found));
  }

  private void found(Question question, @Nullable WorkspacePresence found) {
    if (!waiting.contains(question)) {
      return; // answered by now, or its socket has left
    }
    question.found = found;
    if (found == null && question.kind.isResult()) {
      waiting.remove(question);
      refuse(question);
    }
    serve(waiting.stream().filter(it -> it.viewer.equals(question.viewer)).toList());
  }

  /** Answers those of the questions that can be answered now, in the order that was asked in. */
  private void serve(Collection<Question> questions) {
    for (Question question : List.copyOf(questions)) {
      boolean inOrder = question.kind == Kind.JOIN || question.viewer.joined;
      if (inOrder && question.isToldBy(replica)) {
        waiting.remove(question);
        answer(question);
      }
    }
    if (!waiting.isEmpty()) {
      retryLater();
    }
  }

  private void answer(Question question) {
    Viewer viewer = question.viewer;
    if (question.kind == Kind.JOIN) {
      viewer.joined = true;
      sendSnapshot(viewer);
    } else if (question.kind == Kind.SNAPSHOT) {
      send(viewer, snapshotFor(viewer, question.ref));
    } else {
      Map<String, Presence> members = replica.presenceOf(question.userIds);
      boolean known = !replica.stale() && !question.sawStale();
      if (known || members.values().stream().allMatch(Presence::isOnline)) {
        send(viewer, WireCodec.encode(new ServerMessage.Result(question.number(), members)));
      } else {
        refuse(question);
      }
    }
  }

  private void refuse(Question question) {
    if (question.kind == Kind.WATCH) {
      Set<String> known = new LinkedHashSet<>(question.viewer.told);
      known.removeAll(question.userIds);
      question.viewer.told = known;
    }
    send(question.viewer, WireCodec.encode(unavailable(question.ref)));
  }

  private static ServerMessage unavailable(@Nullable Long ref) {
    return new ServerMessage.Error(
        ErrorCode.UNAVAILABLE,
        "whether everybody asked for is online is not known while the presence store is out of"
            + " reach; ask again after presence:stale says false",
        ref);
  }

  /** An answer that waits too long was taken back by what came after, or an update was lost. */
  private void retryLater() {
    if (retry == null && !viewers.isEmpty()) {
      retry = runtime.schedule(patience, () -> change(this::retry));
    }
  }

  private void retry() {
    retry = null;
    boolean behind = replica.epoch().isEmpty();
    for (Question question : List.copyOf(waiting)) {
      behind = behind || question.isAheadOf(replica);
      ask(question);
    }
    if (behind) {
      load();
    }
  }

  // ---------------------------------------------------------------- sending

  /** Tells everybody what is new; it is encoded once, if at all. */
  private void tell(PresenceUpdate news) {
    Supplier<String> shared = Once.of(() -> Outbox.encode(news));
    for (Viewer viewer : viewers) {
      if (viewer.joined && viewer.watched == null) {
        viewer.outbox.update(news, shared, () -> snapshotFor(viewer, null));
        touch(viewer);
      } else if (viewer.joined) {
        PresenceUpdate part = partOf(news, viewer);
        viewer.outbox.update(part, () -> Outbox.encode(part), () -> snapshotFor(viewer, null));
        touch(viewer);
      }
    }
    serve(waiting);
  }

  private static PresenceUpdate partOf(PresenceUpdate news, Viewer viewer) {
    List<PresenceChange> changes =
        news.changes().stream().filter(change -> viewer.watches(change.userId())).toList();
    return new PresenceUpdate(
        news.workspaceId(), news.epoch(), news.version(), news.stale(), changes);
  }

  private void sendSnapshot(Viewer viewer) {
    viewer.outbox.snapshot(snapshotFor(viewer, null), replica.epoch(), replica.stale());
    touch(viewer);
  }

  private String snapshotFor(Viewer viewer, @Nullable Long ref) {
    return WireCodec.encode(
        new ServerMessage.Snapshot(
            workspaceId,
            viewer.userId,
            replica.epoch(),
            replica.version(),
            replica.encodedMembers(),
            ref));
  }

  private void send(Viewer viewer, String answer) {
    viewer.outbox.answer(answer);
    touch(viewer);
  }

  private void touch(Viewer viewer) {
    after.add(viewer.outbox::pump);
  }

  // ---------------------------------------------------------------- the lock

  private <T> void request(Supplier<CompletionStage<T>> question, Consumer<@Nullable T> taken) {
    after.add(
        () -> {
          try {
            question
                .get()
                .whenCompleteAsync(
                    (answer, failure) ->
                        change(() -> taken.accept(failure == null ? answer : null)),
                    answers);
          } catch (IllegalStateException e) {
            log.debug("Workspace {} is not served any more", workspaceId, e);
            answers.execute(() -> change(() -> taken.accept(null)));
          }
        });
  }

  /** Changes the state, and then does what follows from it without the lock. */
  private void change(Runnable change) {
    List<Runnable> todo;
    synchronized (this) {
      change.run();
      todo = after;
      after = new ArrayList<>();
    }
    todo.forEach(Runnable::run);
  }
}
