import type { LogDetails } from "../../policy/tool-details.ts";
import { createRunExample, createSituation, type Messages, pluralize, quote } from "./message.ts";

const RUN_AGAIN = "Run `npx --no chatgate events redeliver` again";

/** What a file of a distributed replay should hold. */
const REPLAY_FILES = {
  tally: "a tally",
  plan: "a plan of a distributed replay",
  "map-run": "a list of the map run's executions",
};

/** By the worker's name of the reason; others are the system's. */
const UNREAD_OBJECTS: Readonly<Record<string, { readonly cause: string; readonly advice: string }>> = {
  "no-time": {
    cause: "the function's time was over",
    advice: "Cut it into smaller objects, and replay these.",
  },
  "too-large": { cause: "it is over 2 GiB", advice: "Cut it into smaller objects, and replay these." },
  changed: { cause: "it was replaced meanwhile", advice: "Replay it again." },
};

export const logMessages = {
  "log-unreadable": {
    title: "A log or recording cannot be read to its end.",
    text: ({ details: { cause } }) =>
      `The log cannot be read to its end (${cause}). Check the path or your rights, and run this again.`,
    example: createRunExample("why 3f1c0a52 --log nothing.log"),
    fix: "Check the path; for a stage's log, allow your role `logs:FilterLogEvents`.",
  },
  "audit-line-missing": {
    title: "The log has no audit line of the request or account.",
    text: ({ token }) =>
      `The log has no audit line of ${token === undefined ? "a request" : quote(token)}. Look further back with --since.`,
    example: createRunExample("why 3f1c0a52 --log lambda.log", { "lambda.log": "START\n" }),
    fix: "Look further back with `--since`; lines reach the log some seconds after the request.",
  },
  "recordings-unopened": {
    title: "Recordings cannot be opened, or lack a part.",
    text: ({ details: { unopened, incomplete } }) =>
      `${pluralize(unopened, "recording")} could not be opened (key deleted, or altered), ${incomplete} incomplete. Look further back with --since.`,
    example: createSituation("`record pull` after `record forget`"),
    fix: "Look further back with `--since` for parts; without its key nobody can open a recording.",
  },
  "replay-stopped": {
    title: "A replay was stopped, so its figures cover only part of the input.",
    text: () => "Stopped: the figures cover only part of the input, and no file was written. Run this again.",
    example: createSituation("Ctrl-C during a `replay`"),
    fix: "Run the replay again to get figures for the whole input.",
  },
  "tally-invalid": {
    title: "A file is not a tally of a replay.",
    text: ({ token }) => `${quote(token)} is not a tally. Give files that \`replay --tally\` wrote.`,
    example: createRunExample("replay merge counts.json", { "counts.json": "{}" }),
    fix: "Give files that `replay --tally` or the distributed replay wrote.",
  },
  "tally-missing": {
    title: "There is no tally in the given place.",
    text: ({ token }) => `${quote(token)} has no tally. Give files that \`replay --tally\` wrote.`,
    example: createRunExample("replay merge policies/lists"),
    fix: "Give files that `replay --tally` wrote, or the folder of a distributed replay.",
  },
  "replay-file-invalid": {
    title: "A file of a distributed replay is broken, or is not what its name says.",
    text: ({ token, details: { expected } }) =>
      `${quote(token)} is not ${REPLAY_FILES[expected]}, or it is broken. Copy the results again, or remove it.`,
    example: createRunExample("replay merge results", { "results/plan.json.gz": "{}" }),
    fix: "Copy the results again, as the distributed replay wrote them, or remove the file.",
  },
  "replay-unfinished": {
    title: "A distributed replay has not finished, so its figures cover only part of the input.",
    text: ({ token }) =>
      `${quote(token)} has no manifest: its execution has not finished, or was stopped. Merge again when it has finished.`,
    example: createSituation("`replay merge` of a distributed replay that is running"),
    fix: "Merge again when the execution has finished; if it was stopped, start the replay anew.",
  },
  "replay-object-unread": {
    title: "An object of a distributed replay was not read to its end.",
    text: ({ token, details: { reason, lines } }) => {
      const { cause, advice } = UNREAD_OBJECTS[reason] ?? { cause: reason, advice: "Replay it again." };
      const place = lines > 0 ? ` from line ${lines + 1} on` : "";
      return `${quote(token)} was not read${place} (${cause}). ${advice}`;
    },
    example: createSituation("`replay merge` after an object was too long for one run of the function"),
    fix: "Fix the cause, and replay these objects under a separate prefix.",
  },
  "replay-more-unread": {
    title: "More objects of a distributed replay were not read than are listed.",
    text: ({ details: { count } }) =>
      `${pluralize(count, "more object")} not read. Add --json to list all of them.`,
    example: createSituation("`replay merge` after eleven objects could not be read"),
    fix: "Add `--json`, which lists all of them as `unread`.",
  },
  "limit-exceeded": {
    title: "A replay found more differences than `--fail-if` allows.",
    text: ({ token }) => `The replay exceeds the limit ${token}. Look at the rules that it lists.`,
    example: createSituation("`replay --fail-if newly-refused>0.1%` of a policy that refuses much"),
    fix: "Look at the rules that the replay lists, and change them or the limit.",
  },
  "destination-refused": {
    title: "A destination did not take the test event.",
    text: ({ token, details: { reason } }) =>
      `${quote(token)} did not take the event (${reason}). Run \`chatgate doctor\`.`,
    example: createSituation("`events test` at a stage whose `https:` destination answers 500"),
    fix: "Run `npx --no chatgate doctor`, and check the destination.",
  },
  "destination-not-tried": {
    title: "Only the function itself writes to a destination, so it was not tried.",
    text: ({ token }) => `${quote(token)} was not tried, since only the function itself writes there.`,
    example: createSituation("`events test` at a stage with `to: log`"),
    fix: "Nothing.",
  },
  "redelivery-not-noted": {
    title: "Events were sent but could not be marked as sent, so a later run sends them again.",
    text: ({ details: { count } }) =>
      `${pluralize(count, "event")} sent but not marked as sent, so a later run sends them again. Allow your role logs:PutLogEvents.`,
    example: createSituation("`events redeliver` with a role that may not call `logs:PutLogEvents`"),
    fix: "Allow your role `logs:CreateLogStream` and `logs:PutLogEvents`; consumers drop doubles by id.",
  },
  "redelivery-refused": {
    title: "A destination refused events again.",
    text: ({ details: { count } }) =>
      `${pluralize(count, "event")} refused by the destination again. Check it, and run this again.`,
    example: createSituation("`events redeliver` to a webhook that still answers 500"),
    fix: `Check the destination. ${RUN_AGAIN}.`,
  },
  "redelivery-destination-unknown": {
    title: "Events are for a destination that the settings do not name.",
    text: ({ details: { count } }) =>
      `${pluralize(count, "event")} for a destination that the settings no longer name. Add it again to send them.`,
    example: createSituation("`events redeliver` after the destination was removed"),
    fix: "Add the destination to the settings again, or leave the events.",
  },
  "redelivery-token-missing": {
    title: "Events are sealed under a token that is not in the parameter's history.",
    text: ({ details: { count } }) =>
      `${pluralize(count, "event")} sealed under a token that the stage no longer has. They cannot be opened.`,
    example: createSituation("`events redeliver` after the tokens' parameter was deleted and recreated"),
    fix: "Nothing: without the token nobody can open them.",
  },
  "redelivery-altered": {
    title: "Lines of the log are not what the function sealed.",
    text: ({ details: { count } }) =>
      `${pluralize(count, "event")} not as the function sealed them. Check who can write to the log.`,
    example: createSituation("a log whose lines were edited"),
    fix: "Check who can write to the log.",
  },
  "redelivery-incomplete": {
    title: "Events lack a part, because the log was not read from far enough back.",
    text: ({ details: { count } }) =>
      `${pluralize(count, "event")} without all their parts. Look further back with --since.`,
    example: createSituation("`events redeliver --since 5m` of an event that was logged just then"),
    fix: "Look further back with `--since`.",
  },
  "redelivery-unreadable": {
    title: "Lines of the log should be undelivered events, and cannot be read.",
    text: ({ details: { count } }) =>
      `${pluralize(count, "line")} of the log cannot be read. Use a newer chatgate, or look at the log.`,
    example: createSituation("`events redeliver` of an older chatgate than the function's"),
    fix: "Use a newer chatgate, or look at the log.",
  },
  "redelivery-stopped": {
    title: "A redelivery was stopped before all events were sent.",
    text: ({ details: { count } }) =>
      `Stopped: ${pluralize(count, "event")} not sent. Run this again for the rest.`,
    example: createSituation("Ctrl-C during `events redeliver`"),
    fix: `${RUN_AGAIN}; it sends the rest, since what was sent is marked as sent.`,
  },
  "redelivery-unfinished": {
    title: "There are more events than one run sends.",
    text: ({ details: { since } }) => `There are more events. Run it again with --since ${since}.`,
    example: createSituation("over 50,000 undelivered events in the log, or over 64 MB of them"),
    fix: `${RUN_AGAIN}, with the \`--since\` that it prints.`,
  },
} satisfies Messages<LogDetails>;
