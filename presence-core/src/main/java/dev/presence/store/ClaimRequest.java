package dev.presence.store;

import java.util.Map;

/**
 * Claims to merge into the store's.
 *
 * @param workspaceId which workspace
 * @param stamp names this call; never used for another
 * @param claims by user id
 * @param keepMillis how long the workspace's claims are kept without another claim
 */
public record ClaimRequest(
    String workspaceId, String stamp, Map<String, Claim> claims, long keepMillis) {

  public ClaimRequest {
    claims = Map.copyOf(claims);
  }
}
