package com.example.store;

import dev.presence.model.StoreUnavailableException;
import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.PartitionPage;
import dev.presence.store.PresenceStore;
import dev.presence.store.RegisterPage;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreShard;
import dev.presence.store.StoreSubscription;
import dev.presence.store.StoredUsers;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A store in a relational database that all nodes share. Each call is one transaction. Messages are
 * rows, which each node polls.
 */
public final class JdbcPresenceStore implements PresenceStore {

  private static final String CLOSED = "this store is closed; create a new one";
  private static final int THREADS = 8;
  private static final int MOST_CALLS = 1_000;
  private static final long POLL_MILLIS = 100;
  private static final long SWEEP_MILLIS = 60_000;

  private final DataSource database;
  private final ExecutorService calls;
  private final ScheduledExecutorService timer;
  private final FeedPoller feed;
  private final StoreShard shard = StoreShard.of("database", this::ping);

  private JdbcPresenceStore(DataSource database) {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "presence-jdbc");
          thread.setDaemon(true);
          return thread;
        };
    this.database = database;
    this.calls =
        new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_CALLS), daemons);
    this.timer = Executors.newSingleThreadScheduledExecutor(daemons);
    this.feed = new FeedPoller(database, timer);
    timer.scheduleWithFixedDelay(feed::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Makes a store.
   *
   * @param database pools connections, at least 9, and gives up within a second if the database
   *     cannot be reached. The store does not close it
   */
  public static JdbcPresenceStore create(DataSource database) {
    return new JdbcPresenceStore(database);
  }

  /** Creates the tables that do not exist. */
  public static void createTables(DataSource database) throws SQLException, IOException {
    try (InputStream in = JdbcPresenceStore.class.getResourceAsStream("schema.sql")) {
      String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Transaction.run(
          database,
          tx -> {
            for (String statement : schema.split(";\\s*\\n")) {
              tx.update(statement);
            }
            return null;
          });
    }
  }

  // ---------------------------------------------------------------- the questions

  @Override
  public List<StoreShard> shards() {
    return List.of(shard);
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return shard;
  }

  private CompletionStage<Long> ping() {
    return answer(() -> Transaction.run(database, Transaction::now));
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return answer(() -> in(request.workspaceId(), workspace -> workspace.sync(request)));
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return answer(() -> in(request.workspaceId(), workspace -> workspace.replace(request)));
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return answer(() -> in(request.workspaceId(), workspace -> workspace.stage(request)));
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return answer(() -> in(request.workspaceId(), workspace -> workspace.evict(request)));
  }

  @Override
  public CompletionStage<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page) {
    return answer(() -> in(workspaceId, workspace -> workspace.readPartition(nodeId, page)));
  }

  @Override
  public CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds) {
    return answer(() -> in(workspaceId, workspace -> workspace.readUsers(userIds)));
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return answer(() -> in(request.workspaceId(), workspace -> workspace.set(request)));
  }

  @Override
  public CompletionStage<RegisterPage> readRegisters(String workspaceId, String page) {
    return answer(() -> in(workspaceId, workspace -> workspace.readRegisters(page)));
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed receiver) {
    try {
      return feed.subscribe(workspaceId, receiver);
    } catch (RejectedExecutionException e) {
      return failed(new IllegalStateException(CLOSED, e));
    }
  }

  @Override
  public void close() {
    feed.close();
    timer.shutdown();
    calls.shutdown();
  }

  // ---------------------------------------------------------------- one call

  /** What a call does while it has the database. */
  @FunctionalInterface
  private interface Call<R> {
    R run() throws SQLException;
  }

  /** What a call does while it has a workspace for itself. */
  @FunctionalInterface
  private interface Question<R> {
    R ask(LockedWorkspace workspace) throws SQLException;
  }

  /** Returns at once. The stage completes on a thread of the store. */
  private <R> CompletionStage<R> answer(Call<R> call) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    try {
      calls.execute(
          () -> {
            try {
              answer.complete(call.run());
            } catch (SQLException e) {
              answer.completeExceptionally(Failures.of(e));
            } catch (RuntimeException | Error e) {
              answer.completeExceptionally(e);
            }
          });
      return answer;
    } catch (RejectedExecutionException e) {
      return failed(
          calls.isShutdown()
              ? new IllegalStateException(CLOSED, e)
              : new StoreUnavailableException(MOST_CALLS + " calls wait for the database", e));
    }
  }

  /** Fails after this call has returned. */
  private static <R> CompletionStage<R> failed(RuntimeException reason) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    ForkJoinPool.commonPool().execute(() -> answer.completeExceptionally(reason));
    return answer;
  }

  /** One transaction in a workspace, whose row is made if it is not there yet. */
  private <R> R in(String workspaceId, Question<R> question) throws SQLException {
    while (true) {
      Answer<R> answer =
          Transaction.run(
              database,
              tx -> {
                LockedWorkspace workspace = LockedWorkspace.lock(tx, workspaceId);
                return workspace == null ? null : new Answer<>(question.ask(workspace));
              });
      if (answer != null) {
        return answer.value;
      }
      makeRow(workspaceId);
    }
  }

  private record Answer<R>(R value) {}

  private void makeRow(String workspaceId) throws SQLException {
    try {
      Transaction.run(
          database,
          tx -> {
            tx.update("INSERT INTO presence_workspace VALUES (?, 0, 0, '', 0)", workspaceId);
            return null;
          });
    } catch (SQLException e) {
      if (!Failures.isDuplicate(e)) {
        throw e;
      }
    }
  }

  /** Removes what has expired in workspaces that nobody asks for any more. */
  CompletionStage<Void> sweep() {
    return answer(
        () -> {
          List<String> ids =
              Transaction.run(
                  database,
                  tx -> tx.query("SELECT id FROM presence_workspace", row -> row.getString(1)));
          for (String id : ids) {
            in(
                id,
                workspace -> {
                  workspace.sweep();
                  return null;
                });
          }
          return null;
        });
  }
}
