import type { Action } from "../decision.ts";
import type { AdviceCode } from "./cel/advise.ts";
import type { Feature } from "./cel/diagnostic.ts";
import type { ArgumentFault } from "./functions/policy-function.ts";
import type { EndpointDetails, StageChangeDetails, StageDetails, StageNoteDetails } from "./stage-details.ts";
import type { LogDetails, ToolDetails } from "./tool-details.ts";

/** No details besides path and token. */
type None = undefined;

/** `commands`: names of those meant, of all that the rule covers. */
type OfCommands = { readonly commands: readonly string[] };

/** Why the address of a destination or upstream is invalid. */
export type DestinationFault =
  | "destination-unknown"
  | "queue-url-invalid"
  | "bus-invalid"
  | "stream-invalid"
  | "url-invalid"
  | "url-with-credentials"
  | "url-host-private"
  | "path-missing";

export type FileDetails = {
  readonly "folder-unreadable": None;
  readonly "file-extension": None;
  readonly "file-name": None;
  readonly "file-encoding": None;
  readonly "yaml-syntax": { readonly yamlCode: string };
  readonly "yaml-indentation": None;
  readonly "yaml-tab": None;
  readonly "yaml-unclosed": None;
  /** Text after a quoted value, or a character that YAML keeps for itself at its beginning. */
  readonly "yaml-unquoted": None;
  readonly "yaml-nested-key": None;
  readonly "yaml-duplicate-key": None;
  readonly "yaml-several-documents": None;
  readonly "yaml-missing-colon": None;
  readonly "yaml-escape": None;
};

export type FormDetails = {
  /** `offset`: in the JSON text, if the engine reports it. */
  readonly "json-invalid": { readonly offset: number | undefined };
  readonly "empty-document": None;
  readonly "unknown-key": None;
  readonly "missing-key": { readonly expected: readonly string[] };
  readonly "wrong-type": { readonly expected: readonly string[]; readonly received: string };
  readonly "action-not-empty": None;
  readonly "no-rules": None;
  readonly "empty-value": { readonly kind: "list" | "text" };
  readonly "number-too-small": { readonly limit: number; readonly inclusive: boolean };
  readonly "number-too-large": { readonly limit: number; readonly inclusive: boolean };
  readonly "text-too-long": { readonly limit: number };
  readonly "unknown-value": { readonly allowed: readonly string[] };
  readonly "invalid-id": None;
  readonly "invalid-date": None;
  readonly "invalid-duration": None;
  readonly "invalid-list-reference": None;
  readonly "setting-too-long": { readonly limit: number };
  readonly "destination-invalid": { readonly fault: DestinationFault };
  readonly "events-unauthenticated": None;
  readonly "event-rule-repeated": None;
  readonly "settings-missing": None;
};

export type ListDetails = {
  readonly "list-empty": None;
  readonly "list-whole-and-parts": None;
  readonly "entry-invisible": None;
  readonly "entry-too-long": { readonly length: number; readonly limit: number };
  readonly "unknown-fold": None;
  readonly "late-fold": None;
};

export type RuleDetails = {
  readonly "duplicate-rule": None;
  readonly "unknown-command": None;
  readonly "pattern-unmatched": None;
  readonly "no-action": None;
  readonly "several-actions": { readonly actions: readonly Action[] };
  readonly "action-unavailable": OfCommands & {
    readonly allowed: readonly Action[];
    readonly phase: "before" | "after";
  };
  readonly "unknown-facet": None;
  readonly "hole-per-target": OfCommands;
  readonly "facet-unavailable": OfCommands & { readonly available: readonly string[] };
  readonly "unknown-list": None;
  readonly "mask-joins": None;
  readonly "mask-invisible": None;
  readonly "mask-separates": None;
  readonly "mask-overlaps": { readonly entry: string };
  readonly "unpaired-brace": None;
  readonly "unknown-family": None;
  readonly "denial-unseen": OfCommands;
  readonly "code-unavailable": OfCommands & {
    readonly range: readonly [number, number] | undefined;
    /** The reply's own code, if it is outside the range. */
    readonly defaultCode: number | undefined;
  };
};

export type CostDetails = {
  /** The most that the rule can take for one request; `command`: for which. */
  readonly "cost-too-high": { readonly steps: number; readonly limit: number; readonly command: string };
};

export type ConditionCode =
  | Exclude<AdviceCode, "unknown-name" | "bad-literal" | "bytes-literal" | "uint-literal" | "message-literal">
  | ArgumentFault;

/** Types and signatures as CEL writes them. */
export type ConditionDetails = {
  readonly [Code in ConditionCode]: {
    /** Set if other commands of the rule may be valid. */
    readonly command?: string | undefined;
    readonly expected: string | undefined;
    readonly found: string | undefined;
    readonly feature: Feature | undefined;
  };
};

export type LimitDetails = {
  readonly "limit-with-mask": None;
  readonly "limit-per-target": OfCommands;
  readonly "limit-period": None;
  readonly "limit-uncountable": None;
  readonly "hold-without-refusals": None;
  readonly "too-many-limits": OfCommands & { readonly limit: number };
};

export type LabelDetails = {
  readonly "label-repeated": None;
  /** `wanted`: the phase of the commands that the key takes. */
  readonly "label-phase": OfCommands & { readonly wanted: "before" | "after" };
  /** `found`: the expression's type, as CEL writes it. */
  readonly "label-key-type": { readonly found: string; readonly isList: boolean };
  readonly "label-within": { readonly shortest: string; readonly longest: string };
};

export type LintDetails = {
  readonly "no-message": None;
  readonly "never-holds": None;
  readonly "unknown-word": {
    readonly facet: string;
    /** What Chat's word is read as, if it is another. */
    readonly readAs: string | undefined;
    readonly allowed: readonly string[];
    readonly neverHolds: boolean;
  };
  readonly "unguarded-read": None;
  readonly "mentions-unreliable": { readonly command: string };
  readonly "error-on-sample": { readonly command: string; readonly error: string };
  readonly "error-on-emptiest": { readonly command: string; readonly error: string };
  readonly "expired-exemption": None;
  readonly "hot-limit": None;
  readonly "short-hold": None;
  /** `rule`: refuses everything that this one would; `undefined`: nothing is ever counted. */
  readonly "unreachable-limit": { readonly rule: string | undefined };
  readonly "unused-list": None;
  readonly "unguarded-sibling": OfCommands;
  readonly "wide-tolerance": { readonly seconds: number; readonly limit: number };
  readonly "recording-too-long": { readonly days: number };
  readonly "recording-ended": None;
};

/** Of tests, and of what `--set`, `--as` and `--at` change in a callback. */
export type TestDetails = {
  /** `differences`: what was expected and what came. */
  readonly "test-failed": { readonly differences: readonly string[] };
  /** `lacks`: what no test makes the rule do. */
  readonly "test-missing": { readonly lacks: "act" | "pass" };
  readonly "duplicate-test": None;
  readonly "unknown-rule": None;
  /** `rules`: `<document>/<id>` of those that have it. */
  readonly "ambiguous-rule": { readonly rules: readonly string[] };
  /** Of `--set`, without `=`. */
  readonly "value-missing": None;
  readonly "unknown-input": { readonly command: string };
  /** `field`: one of the payload that can be set instead. */
  readonly "facet-not-settable": { readonly command: string; readonly field: string | undefined };
  readonly "command-not-settable": None;
  readonly "invalid-time": None;
  readonly "invalid-body": None;
  readonly "no-actor": { readonly command: string };
  readonly "impossible-decision": { readonly command: string; readonly allowed: readonly string[] };
  readonly "impossible-code": {
    readonly command: string;
    readonly range: readonly [number, number] | undefined;
    readonly allowed: readonly number[];
  };
};

/** Every code there is, with what its text needs besides path and token; lib/authoring/messages/ has the texts. */
export type DetailsByCode = FileDetails &
  FormDetails &
  ListDetails &
  RuleDetails &
  ConditionDetails &
  CostDetails &
  LimitDetails &
  LabelDetails &
  LintDetails &
  TestDetails &
  ToolDetails &
  StageDetails &
  StageChangeDetails &
  StageNoteDetails &
  LogDetails &
  EndpointDetails;
