import type { Action, Decision } from "../decision.ts";
import type { CodeRange } from "./code-range.ts";
import type { Envelope } from "./envelope.ts";

/** What a reply may need of the request besides the decision. */
export type Asked = {
  /** The accounts that the request is about, in its order. */
  readonly targets: readonly string[];
  readonly payload: Readonly<Record<string, unknown>>;
};

/** How an after-command is answered: it takes no decision, so no policy can refuse one. */
export type Acknowledging = {
  readonly phase: "after";
  readonly actions: readonly ["observe"];
  readonly acknowledge: () => Envelope;
};

/** How a before-command is answered. */
export type Refusing = {
  readonly phase: "before";
  readonly actions: readonly Action[];
  /** Codes that reach the caller with their message; `null`: the plain refusal is the only one. */
  readonly codes: CodeRange | null;
  /** The refusal without a code of one's own. */
  readonly plain: number;
  /** Whether a refusal of single targets carries a code and a message, or only names the account; `null`: it cannot. */
  readonly perTarget: "coded" | "named" | null;
  readonly answer: (decision: Decision, asked: Asked) => Envelope;
};

export type Reply = Acknowledging | Refusing;
