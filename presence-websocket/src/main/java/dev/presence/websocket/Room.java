package dev.presence.websocket;

import dev.presence.model.Presence;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.websocket.Question.Kind;
import dev.presence.websocket.wire.ErrorCode;
import dev.presence.websocket.wire.ServerMessage;
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

  /** Sends return at once; a container that does not must not stop the answers to everybody. */
  private static final Duration SENDING = Duration.ofSeconds(1);

  private final String workspaceId;
  private final Source source;
  private final PresenceRuntime runtime;
  private final Executor answers;
  private final Duration patience;
  private final Replica replica;
  private final Audience audience;
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
    this.answers = new BoundedCalls(runtime, 1, SENDING);
    this.patience = patience;
    this.replica = new Replica(workspaceId);
    this.audience = new Audience(workspaceId, replica);
  }

  // ---------------------------------------------------------------- what sockets ask

  /** Sends the snapshot, as soon as it shows the viewer too, and updates from then on. */
  void join(Viewer viewer) {
    change(
        () -> {
          audience.add(viewer);
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
          audience.remove(viewer);
          waiting.removeIf(question -> question.viewer.equals(viewer));
          if (audience.isEmpty() && retry != null) {
            retry.cancel();
            retry = null;
          }
        });
  }

  // ---------------------------------------------------------------- what the tracker says

  /** The next update of the tracker. */
  void update(PresenceUpdate update) {
    change(
        () -> {
          if (update.epoch().equals(replica.epoch())) {
            audience.tell(replica.apply(update));
            serve(waiting);
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
      audience.tell(replica.catchUp(snapshot));
    } else {
      replica.restart(snapshot);
      audience.restart();
    }
    takeEarly();
    serve(waiting);
  }

  private void takeEarly() {
    List<PresenceUpdate> waited = List.copyOf(early);
    early.clear();
    for (PresenceUpdate update : waited) {
      if (update.epoch().equals(replica.epoch())) {
        audience.tell(replica.apply(update));
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
      audience.restart(viewer);
    } else if (question.kind == Kind.SNAPSHOT) {
      audience.sendSnapshot(viewer, question.ref);
    } else {
      Map<String, Presence> members = replica.presenceOf(question.userIds);
      boolean known = !replica.stale() && !question.sawStale();
      if (known || members.values().stream().allMatch(Presence::isOnline)) {
        audience.send(viewer, new ServerMessage.Result(question.number(), members));
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
    audience.send(question.viewer, unavailable(question.ref));
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
    if (retry == null && !audience.isEmpty()) {
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
    List<Runnable> questions;
    List<Outbox> outboxes;
    synchronized (this) {
      change.run();
      questions = after;
      after = new ArrayList<>();
      outboxes = audience.takeTouched();
    }
    questions.forEach(Runnable::run);
    outboxes.forEach(Outbox::pump);
  }
}
