import type { Action } from "../decision.ts";
import type { AdviceCode } from "./cel/advise.ts";
import type { Feature } from "./cel/diagnostic.ts";
import type { ArgumentFault } from "./functions/policy-function.ts";

/** Path and token say it all. */
type None = undefined;

/** `commands`: names of those meant, of all that the rule covers. */
type OfCommands = { readonly commands: readonly string[] };

/** What is wrong with where events or requests are to be sent. */
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
  /** `offset`: in the JSON text, where the engine tells. */
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
    /** The reply's own code, where it is outside the range. */
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
    /** Where others that the rule covers may have nothing wrong. */
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
    /** What Chat's word is read as, where it is another. */
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
  readonly "test-invalid": { readonly text: string };
};

export type StageDetails = {
  readonly "stage-settings-missing": { readonly stage: string; readonly file: string };
  readonly "authentication-off": None;
  readonly "mode-not-enforced": { readonly mode: string };
  readonly "policies-missing": { readonly place: string };
  readonly "set-incomplete": { readonly names: readonly string[] };
  readonly "out-of-sync": { readonly names: readonly string[] };
  readonly unmanaged: { readonly names: readonly string[] };
  readonly "tokens-missing": { readonly parameter: string };
  readonly "token-not-encrypted": { readonly parameter: string };
  readonly "token-misplaced": { readonly parameter: string; readonly right: string };
  readonly "token-published": None;
  readonly "token-short": { readonly limit: number };
  readonly "tokens-unreadable": { readonly reason: string };
  readonly "parameter-encrypted": { readonly parameter: string };
  readonly "document-too-large": { readonly bytes: number; readonly limit: number };
  readonly "entry-too-large": { readonly limit: number };
  readonly "list-too-long": { readonly parts: number; readonly limit: number };
  readonly "list-braces": None;
  readonly "manifest-too-large": { readonly bytes: number; readonly limit: number };
  readonly "set-too-slow": { readonly ms: number; readonly budget: number; readonly arithmetic: string };
  readonly "incident-dropped": { readonly sets: readonly string[]; readonly documents: readonly string[] };
  readonly "pack-stale": None;
  readonly "manifest-too-new": { readonly format: number; readonly reader: number };
  readonly "audit-key-missing": { readonly parameter: string };
  readonly "nearly-full": {
    readonly bytes: number;
    readonly limit: number;
    readonly tier: "standard" | "advanced";
  };
  readonly "many-pages": { readonly parameters: number; readonly pages: number };
  readonly "many-unused": { readonly parameters: number };
  readonly "set-not-found": { readonly set: number; readonly first: number; readonly last: number };
  readonly "set-current": { readonly set: number };
  readonly "set-lost": { readonly set: number; readonly names: readonly string[] };
  readonly "set-empty": { readonly set: number };
  readonly "no-earlier-set": None;
  readonly "stage-unreadable": { readonly reason: string };
  readonly "function-missing": { readonly name: string; readonly stage: string };
  readonly "function-unreadable": { readonly name: string; readonly status: number };
  readonly "lambda-unreachable": { readonly cause: string };
  readonly "environment-invalid": { readonly expected: string };
  readonly "destination-local": None;
  readonly "destination-missing": None;
  readonly "destination-unreadable": { readonly cause: string };
  readonly "webhook-secret-missing": { readonly parameter: string };
};

export type EndpointDetails = {
  readonly "url-invalid": None;
  readonly "url-not-https": None;
  readonly "url-with-query": None;
  readonly "url-unreachable": { readonly host: string; readonly cause: string };
  readonly "url-not-asked": None;
  readonly "url-refuses": { readonly status: number; readonly answer: string; readonly address: string };
  readonly "url-slow": { readonly first: number; readonly again: number };
  readonly "url-accepts-forged": None;
  readonly "clock-skew": { readonly seconds: number; readonly other: "endpoint" | "store" };
  readonly "aws-region-missing": None;
  readonly "aws-credentials-missing": None;
  readonly "aws-credentials-expired": None;
  readonly "aws-credentials-invalid": { readonly name: string };
  readonly "aws-access-denied": {
    readonly action: string | undefined;
    readonly resource: string | undefined;
  };
  readonly "ssm-throttled": { readonly name: string };
  readonly "ssm-type-mismatch": None;
  readonly "ssm-unreachable": { readonly cause: string };
  readonly "ssm-error": { readonly name: string };
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
  StageDetails &
  EndpointDetails;
