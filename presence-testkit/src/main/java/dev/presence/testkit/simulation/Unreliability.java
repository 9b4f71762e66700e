package dev.presence.testkit.simulation;

/** How often which small thing goes wrong on the network; all zero at first. */
final class Unreliability {
  double messageLost;
  double messageDelayed;
  double messageRepeated;
  double callAppliedTwice;
  double replyOvertaken;
  double replyLost;

  boolean isNone() {
    return messageLost
            + messageDelayed
            + messageRepeated
            + callAppliedTwice
            + replyOvertaken
            + replyLost
        == 0;
  }

  void none() {
    messageLost = 0;
    messageDelayed = 0;
    messageRepeated = 0;
    callAppliedTwice = 0;
    replyOvertaken = 0;
    replyLost = 0;
  }
}
