package dev.presence.sample.people;

/**
 * Somebody who can be a member of a workspace.
 *
 * @param bot true for one whom the demo itself lets come and go
 */
public record Person(String userId, String name, String title, boolean bot) {}
