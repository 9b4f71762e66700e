package dev.presence.sample;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.sample.faults.NodeProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ada's browser is at one node, Bob's at another, and a Redis is all that joins them. */
class TwoNodesInBrowserTest {

  private static final String[] FLAGS = {"--ttl", "6s", "--heartbeat", "2s", "--grace", "1s"};
  private static final String ADA = "[data-member=ada] presence-indicator";
  private static final String BOB = "[data-member=bob] presence-indicator";

  private RedisServer redis;
  private NodeProcess adasNode;
  private NodeProcess bobsNode;
  private Browser ada;
  private Browser bob;

  @BeforeEach
  void start() {
    redis = RedisServers.start();
    adasNode = NodeProcess.start("browser-ada", redis.uri(), FLAGS);
    bobsNode = NodeProcess.start("browser-bob", redis.uri(), FLAGS);
    ada = new Browser();
    bob = new Browser();
    ada.driver().get(adasNode.uri() + "/workspaces/acme?as=ada");
    bob.driver().get(bobsNode.uri() + "/workspaces/acme?as=bob");
  }

  @AfterEach
  void stop() {
    ada.close();
    bob.close();
    adasNode.close();
    bobsNode.close();
    redis.close();
  }

  @Test
  void eachSeesWhatTheOtherDoesUntilANodeIsKilled() {
    ada.find(BOB + "[data-status=active]");
    bob.find(ADA + "[data-status=active]");
    bob.find("[data-dm=dm-ada-bob] presence-indicator[data-status=active]");
    ada.click("[data-action=status-menu]");
    ada.click("[data-set=away]");
    bob.find(ADA + "[data-status=away]");
    bob.awaitText("[data-member=ada]", "Away");
    ada.click("[data-set=automatic]");
    bob.find(ADA + "[data-status=active]");
    adasNode.kill();
    ada.awaitText(".banner", "Connection lost");
    bob.find(ADA + "[data-status=offline]");
    bob.find("[data-dm=dm-ada-bob] presence-indicator[data-status=offline]");
    ada.find(BOB + "[data-status=unknown]");
    bob.find(BOB + "[data-status=active]");
  }
}
