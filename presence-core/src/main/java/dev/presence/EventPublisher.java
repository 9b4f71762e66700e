package dev.presence;

import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import dev.presence.transport.ViewerOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Events of a workspace as a reactive stream: each subscriber is a viewer, and demand is ready. */
final class EventPublisher implements Flow.Publisher<PresenceEvent> {

  private final Workspace workspace;
  private final ViewerOptions options;

  EventPublisher(Workspace workspace, ViewerOptions options) {
    this.workspace = workspace;
    this.options = options;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super PresenceEvent> subscriber) {
    subscriber.onSubscribe(new Events(Objects.requireNonNull(subscriber, "subscriber")));
  }

  /** One subscription. It joins with the first demand. */
  private final class Events implements Flow.Subscription, PresenceBroadcaster {

    private final Flow.Subscriber<? super PresenceEvent> subscriber;
    private @Nullable Viewer viewer;
    private long demand;
    private boolean delivered;
    private boolean ended;

    Events(Flow.Subscriber<? super PresenceEvent> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long events) {
      if (events <= 0) {
        fail(new IllegalArgumentException("requested " + events + " events; request at least 1"));
        return;
      }
      Viewer ready = more(events);
      if (ready != null) {
        ready.delivered();
      }
    }

    /** The viewer, if it may send the next event now. */
    private synchronized @Nullable Viewer more(long events) {
      if (ended) {
        return null;
      }
      demand = demand + events < 0 ? Long.MAX_VALUE : demand + events;
      if (viewer == null) {
        viewer = workspace.join(this, options);
        return null;
      }
      return takeReady();
    }

    private @Nullable Viewer takeReady() {
      boolean ready = delivered && demand > 0 && !ended;
      delivered = delivered && !ready;
      return ready ? viewer : null;
    }

    @Override
    public void deliver(PresenceEvent event, List<Viewer> viewers) {
      synchronized (this) {
        if (ended) {
          return;
        }
        demand--;
      }
      subscriber.onNext(event);
      Viewer ready;
      synchronized (this) {
        delivered = true;
        ready = takeReady();
      }
      if (ready != null) {
        ready.delivered();
      }
    }

    @Override
    public void cancel() {
      end();
    }

    private void fail(Throwable failure) {
      if (end()) {
        subscriber.onError(failure);
      }
    }

    private boolean end() {
      Viewer closing;
      synchronized (this) {
        if (ended) {
          return false;
        }
        ended = true;
        closing = viewer;
      }
      if (closing != null) {
        closing.close();
      }
      return true;
    }
  }
}
