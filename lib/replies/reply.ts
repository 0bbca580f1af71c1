import type { Action, Decision } from "../decision.ts";
import type { CodeRange } from "./code-range.ts";
import type { Envelope, Meaning } from "./envelope.ts";

/** The parts of the request that a reply may need besides the decision. */
export type ReplyContext = {
  /** The accounts that the request is about, in its order. */
  readonly targets: readonly string[];
  readonly payload: Readonly<Record<string, unknown>>;
};

/** How an after-command is answered: without a decision, so no policy can refuse one. */
export type Acknowledging = {
  readonly phase: "after";
  readonly actions: readonly ["observe"];
  readonly acknowledge: () => Envelope;
  readonly decode: (envelope: Envelope, context: ReplyContext) => Meaning;
};

/** How a before-command is answered. */
export type Refusing = {
  readonly phase: "before";
  readonly actions: readonly Action[];
  /** Codes that reach the caller with their message; `null`: `defaultCode` is the only one. */
  readonly codes: CodeRange | null;
  /** Of a refusal for which the rule names none. */
  readonly defaultCode: number;
  /** Whether a refusal of single targets carries a code and a message, or only names the account; `null`: it cannot. */
  readonly partialDenial: "coded" | "named" | null;
  readonly encode: (decision: Decision, context: ReplyContext) => Envelope;
  readonly decode: (envelope: Envelope, context: ReplyContext) => Meaning;
  /**
   * Of a backend's answer that allows the request: the documented members besides the three mandatory ones, and no
   * others. Undefined: one of them is not as documented.
   */
  readonly readMembers: (answer: Envelope, context: ReplyContext) => Members | undefined;
};

export type Members = Readonly<Record<string, unknown>>;

export type Reply = Acknowledging | Refusing;
