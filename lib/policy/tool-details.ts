/** No details besides path and token. */
type None = undefined;

/** The command line, its files, and this machine. */
export type ToolDetails = {
  /** `problem`: what is wrong with the command line and what to do, as sentences. */
  readonly usage: { readonly problem: string };
  readonly "file-missing": None;
  /** `cause`: the system's name of it, e.g. `EACCES`. */
  readonly "file-unreadable": { readonly cause: string };
  readonly "file-unwritable": { readonly cause: string };
  readonly "file-exists": None;
  /** Of the playground's `--save`. */
  readonly "file-changed": None;
  readonly "file-too-large": { readonly limit: number };
  readonly "not-a-policy-file": None;
  readonly "folder-occupied": None;
  readonly "not-a-folder": None;
  readonly "app-unknown": None;
  /** `reason`: why the gate would not read it as one. */
  readonly "event-unrecognized": { readonly reason: string | undefined };
  readonly "event-unreadable": { readonly command: string };
  readonly "request-rejected": { readonly reason: string };
  readonly "no-tests": None;
  readonly "nothing-to-test": { readonly folder: string };
  readonly "suite-invalid": None;
  readonly "gate-unreachable": { readonly cause: string };
  readonly "request-unsigned": None;
  readonly "answer-invalid": { readonly answer: string };
  readonly "answer-slow": { readonly ms: number; readonly limit: number };
  readonly "answer-unexpected": { readonly expected: string };
  readonly "page-missing": None;
  /** Of the servers that show the playground. */
  readonly "caller-remote": None;
  readonly "caller-foreign": None;
  readonly "page-address-unknown": None;
  readonly "page-read-only": None;
  readonly "pages-too-many": { readonly limit: number };
  /** `limit`: in bytes. */
  readonly "save-unreadable": { readonly limit: number };
  readonly "body-unreadable": { readonly limit: number };
  readonly "link-too-long": None;
  readonly "port-unusable": { readonly cause: string };
  readonly "dependencies-missing": None;
  readonly "unexpected-fault": { readonly cause: string };
};

/** Logs, events, recordings and replays. `count`: of lines or events. */
export type LogDetails = {
  readonly "log-unreadable": { readonly cause: string };
  readonly "audit-line-missing": None;
  readonly "recordings-unopened": { readonly unopened: number; readonly incomplete: number };
  readonly "replay-stopped": None;
  readonly "tally-invalid": None;
  readonly "tally-missing": None;
  /** `expected`: what a file of that name should hold. */
  readonly "replay-file-invalid": { readonly expected: "tally" | "plan" | "map-run" };
  readonly "replay-unfinished": None;
  /** `reason`: the worker's name of it; `lines`: how many of its lines were replayed before. */
  readonly "replay-object-unread": { readonly reason: string; readonly lines: number };
  readonly "replay-more-unread": { readonly count: number };
  readonly "limit-exceeded": None;
  readonly "destination-refused": { readonly reason: string };
  readonly "destination-not-tried": None;
  readonly "redelivery-not-noted": { readonly count: number };
  readonly "redelivery-refused": { readonly count: number };
  readonly "redelivery-destination-unknown": { readonly count: number };
  readonly "redelivery-token-missing": { readonly count: number };
  readonly "redelivery-altered": { readonly count: number };
  readonly "redelivery-incomplete": { readonly count: number };
  readonly "redelivery-unreadable": { readonly count: number };
  readonly "redelivery-stopped": { readonly count: number };
  /** `since`: the time of the first event that was left, as `--since` takes it. */
  readonly "redelivery-unfinished": { readonly since: string };
};
