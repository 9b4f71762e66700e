/** What people said: fixed, because the demo is about who is there. `me` and `other` are the two of a 1:1. */
export const CHANNELS = [
  {
    id: "launch",
    name: "launch",
    topic: "Presence goes live on Thursday",
    lines: [
      ["dan", "8:46", "Node two restarts now, then node three."],
      ["hana", "8:52", "Done, both. My dot never moved."],
      ["grace", "8:53", "Neither did mine, and I was on node three."],
      ["carol", "9:12", "The new dot is in: bottom right, with a ring, so it stays visible on every photo."],
      ["dan", "9:14", "Looked at it on the office screen. Green reads from across the room."],
      ["ada", "9:15", "And when somebody reloads the page?"],
      ["bob", "9:16", "Nobody notices. There is a short grace before anyone is shown as gone."],
      ["bob", "9:16", "Try it: press reload and watch me in another window."],
      ["eve", "9:21", "I had two tabs open and closed one. Still green, as it should be."],
      ["mallory", "9:23", "My name is not a name. It is still only text here. Well done."],
      ["ada", "9:24", "Then we ship on Thursday. Who is around at two?"],
      ["carol", "9:25", "Look to the right: whoever is green."],
    ],
  },
  {
    id: "general",
    name: "general",
    topic: "For everybody",
    lines: [
      ["jude", "8:40", "The coffee machine on the fourth floor is back."],
      ["leo", "8:52", "Expense reports are due on Friday. Yes, this one too."],
      ["hana", "9:05", "Rolling restart at four. You should not notice anything."],
      ["finn", "9:06", "Last time I did not."],
      ["kira", "9:31", "The customer story is out. Two teams found each other because a dot was green."],
    ],
  },
  {
    id: "design",
    name: "design",
    topic: "How it looks and feels",
    lines: [
      ["grace", "8:58", "Away is a half disc now, offline a ring: nobody has to tell colours apart."],
      ["carol", "9:02", "And it works in dark mode, the ring takes the colour of what is behind it."],
      ["ada", "9:03", "What does it look like on a photo of snow?"],
      ["grace", "9:04", "That is what the ring is for."],
    ],
  },
];

const DIRECT = [
  [
    ["other", "9:02", "Morning! Do you have a minute later?"],
    ["me", "9:03", "Sure, I am green until eleven."],
    ["other", "9:03", "Good. I will write when I see you are back from your call."],
    ["me", "9:07", "If I am yellow, I only have another window open."],
  ],
  [
    ["me", "8:47", "Did you see the numbers for March?"],
    ["other", "8:55", "Just now. Better than I thought."],
    ["me", "8:56", "Then let us talk before lunch. I will wait until your dot is green."],
    ["other", "8:57", "It is a date."],
  ],
  [
    ["other", "9:18", "Sorry, my train was in a tunnel. Was I gone for long?"],
    ["me", "9:18", "Not at all. You stayed green the whole time."],
    ["other", "9:19", "Then nobody knows I slept."],
  ],
];

const GROUP = [
  [0, "9:10", "Who can look at this today?"],
  [1, "9:11", "I can. Give me ten minutes."],
  [0, "9:11", "Thanks. I count on whoever the list says is online."],
  [2, "9:14", "Count me in as well."],
];

/** The lines of a 1:1 or group, as `[userId, time, text]`. */
export function linesOf(dm, viewer) {
  if (dm.type === "group") {
    const others = dm.members.filter((userId) => userId !== viewer);
    return GROUP.map(([who, time, text]) => [others[who % others.length], time, text]);
  }
  const which = [...dm.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % DIRECT.length;
  return DIRECT[which].map(([who, time, text]) => [who === "me" ? viewer : dm.userId, time, text]);
}
