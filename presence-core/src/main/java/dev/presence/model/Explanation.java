package dev.presence.model;

import java.util.List;

/**
 * Why a user is shown as it is, as one node sees it: for operators and support, never for clients.
 * {@link #toString()} is a text for people. Immutable.
 */
public final class Explanation {

  private final String workspaceId;
  private final String userId;
  private final Presence presence;
  private final List<String> reasons;

  private Explanation(String workspaceId, String userId, Presence presence, List<String> reasons) {
    this.workspaceId = workspaceId;
    this.userId = userId;
    this.presence = presence;
    this.reasons = List.copyOf(reasons);
  }

  /** An explanation. */
  public static Explanation of(
      String workspaceId, String userId, Presence presence, List<String> reasons) {
    return new Explanation(workspaceId, userId, presence, reasons);
  }

  /** Which workspace. */
  public String workspaceId() {
    return workspaceId;
  }

  /** Who. */
  public String userId() {
    return userId;
  }

  /** What was decided. {@link Presence#isInvisible()} is true if others see the user as offline. */
  public Presence presence() {
    return presence;
  }

  /** Connections, manual status and leases that led to it, one sentence each. */
  public List<String> reasons() {
    return reasons;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("User \"").append(userId).append("\" in workspace \"").append(workspaceId);
    text.append("\" is ").append(presence).append(".\n");
    reasons.forEach(reason -> text.append("- ").append(reason).append('\n'));
    return text.toString();
  }
}
