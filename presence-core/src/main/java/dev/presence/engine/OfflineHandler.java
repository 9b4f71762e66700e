package dev.presence.engine;

import dev.presence.model.OfflineEvent;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Somebody who wants to know when users have been offline for some time.
 *
 * @param call is called outside the engine
 */
public record OfflineHandler(Duration after, Consumer<OfflineEvent> call) {}
