import type { Row } from "./row.ts";

export const logsRows: readonly Row[] = [
  {
    code: "log-unreadable",
    text: "The log cannot be read to its end (ENOENT). Check the path or your rights, and run this again.",
  },
  {
    code: "audit-line-missing",
    text: 'The log has no audit line of "3f1c0a52". Look further back with --since.',
  },
  {
    code: "recordings-unopened",
    sample: { details: { unopened: 2, incomplete: 1 } },
    text: "2 recordings could not be opened (key deleted, or altered), 1 incomplete. Look further back with --since.",
  },
  {
    code: "replay-stopped",
    sample: {},
    text: "Stopped: the figures cover only part of the input, and no file was written. Run this again.",
  },
  { code: "tally-invalid", text: '"counts.json" is not a tally. Give files that `replay --tally` wrote.' },
  { code: "tally-missing", text: '"policies/lists" has no tally. Give files that `replay --tally` wrote.' },
  {
    code: "replay-file-invalid",
    text: '"results/plan.json.gz" is not a plan of a distributed replay, or it is broken. Copy the results again, or remove it.',
  },
  {
    code: "replay-unfinished",
    sample: { token: "results/" },
    text: '"results/" has no manifest: its execution has not finished, or was stopped. Merge again when it has finished.',
  },
  {
    code: "replay-object-unread",
    sample: { token: "recordings/b", details: { reason: "no-time", lines: 512 } },
    text: '"recordings/b" was not read from line 513 on (the function\'s time was over). Cut it into smaller objects, and replay these.',
  },
  {
    code: "replay-more-unread",
    sample: { details: { count: 3 } },
    text: "3 more objects not read. Add --json to list all of them.",
  },
  {
    code: "limit-exceeded",
    sample: { token: "newly-refused>0.1%" },
    text: "The replay exceeds the limit newly-refused>0.1%. Look at the rules that it lists.",
  },
  {
    code: "destination-refused",
    sample: { token: "queue", details: { reason: "http-500" } },
    text: '"queue" did not take the event (http-500). Run `chatgate doctor`.',
  },
  {
    code: "destination-not-tried",
    sample: { token: "log" },
    text: '"log" was not tried, since only the function itself writes there.',
  },
  {
    code: "redelivery-not-noted",
    sample: { details: { count: 3 } },
    text: "3 events sent but not marked as sent, so a later run sends them again. Allow your role logs:PutLogEvents.",
  },
  {
    code: "redelivery-refused",
    sample: { details: { count: 3 } },
    text: "3 events refused by the destination again. Check it, and run this again.",
  },
  {
    code: "redelivery-destination-unknown",
    sample: { details: { count: 3 } },
    text: "3 events for a destination that the settings no longer name. Add it again to send them.",
  },
  {
    code: "redelivery-token-missing",
    sample: { details: { count: 3 } },
    text: "3 events sealed under a token that the stage no longer has. They cannot be opened.",
  },
  {
    code: "redelivery-altered",
    sample: { details: { count: 3 } },
    text: "3 events not as the function sealed them. Check who can write to the log.",
  },
  {
    code: "redelivery-incomplete",
    sample: { details: { count: 3 } },
    text: "3 events without all their parts. Look further back with --since.",
  },
  {
    code: "redelivery-unreadable",
    sample: { details: { count: 3 } },
    text: "3 lines of the log cannot be read. Use a newer chatgate, or look at the log.",
  },
  {
    code: "redelivery-stopped",
    sample: { details: { count: 3 } },
    text: "Stopped: 3 events not sent. Run this again for the rest.",
  },
  {
    code: "redelivery-unfinished",
    sample: { details: { since: "2026-01-05T10:00:00.000Z" } },
    text: "There are more events. Run it again with --since 2026-01-05T10:00:00.000Z.",
  },
];
