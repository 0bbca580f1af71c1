import { authenticate } from "../callback/authenticate.ts";
import { type Authentic, type Query, reject } from "../callback/callback.ts";
import { readBody } from "../callback/parse-body.ts";
import { readFacets } from "../callback/read-facets.ts";
import { type Drift, readPayload } from "../callback/read-payload.ts";
import { receive } from "../callback/receive.ts";
import type { Command } from "../commands/define-command.ts";
import type { FacetReading } from "../commands/facet-reading.ts";
import type { Payload } from "../commands/payload.ts";
import type { Fallback } from "../decision.ts";
import { decide } from "../policy/decide.ts";
import type { ActiveConfig } from "../policy-set/active-config.ts";
import { type Answer, answerOf } from "./answer.ts";
import type { Ending } from "./ending.ts";
import type { Policies, Snapshot } from "./policies.ts";
import { faultsOf } from "./policies.ts";

/** The world outside, given by the composition root. */
export type Ports = {
  readonly commands: ReadonlyMap<string, Command>;
  readonly policies: Policies<ActiveConfig>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The answer while settings themselves cannot be had. */
  readonly onFault: Fallback;
  /** Told of every request, once: audit record and metrics are made of it. */
  readonly report: (outcome: Outcome) => void;
};

/** All that is known of a request when it ends: how it ended, what it is answered, and how far it came. */
export type Outcome = Answer & {
  readonly ending: Ending;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Milliseconds from there to the answer. */
  readonly ms: number;
} & Known;

type Known = {
  readonly query?: Query;
  readonly command?: Command | undefined;
  readonly snapshot?: Snapshot<ActiveConfig>;
  readonly authentic?: Authentic;
  readonly payload?: Payload;
  readonly drift?: readonly Drift[];
  readonly facets?: FacetReading;
};

/** Filled in on the way, so that an exception leaves what was known before it. */
type Draft = { -readonly [K in keyof Known]: Known[K] };

/** `body`: the envelope as JSON text. */
export type Gate = (event: unknown, requestId: string) => Promise<Answer & { readonly body: string }>;

/** Until settings say otherwise; Chat itself waits 2000. */
const DEADLINE_MS = 1500;

/** One callback, from API Gateway's event to the answer. Never throws: whatever breaks ends in an outcome too. */
export function createGate({ commands, policies, now, onFault, report }: Ports): Gate {
  return async (event, requestId) => {
    const time = now();
    const known: Draft = {};
    const { ending, answer, body } = await end().then(conclude).catch(faulted);
    try {
      report({ ...known, ...answer, ending, requestId, time, ms: now() - time });
    } catch {
      // An answer that could not be recorded is still the answer.
    }
    return { ...answer, body };

    /** To the last character: a rewritten message may be nested deeper than JSON.stringify goes. */
    function conclude(ending: Ending) {
      const unsettled = { onUnreadable: onFault, onDeadline: onFault, onFault };
      const fallbacks = known.snapshot?.value?.settings ?? unsettled;
      const asked = { targets: targetsOf(known.facets), payload: known.payload ?? {} };
      const answer = answerOf(ending, known.command, asked, fallbacks);
      return { ending, answer, body: JSON.stringify(answer.envelope) };
    }

    function faulted(error: unknown) {
      return conclude({ kind: "faulted", reason: "fault", detail: whereThrown(error) });
    }

    async function end(): Promise<Ending> {
      const received = receive(event);
      if (received.kind === "rejected") return received;
      const { query } = received;
      const command = commands.get(query.command ?? "");
      known.query = query;
      known.command = command;

      const snapshot = await policies.current(DEADLINE_MS);
      known.snapshot = snapshot;
      const live = snapshot.value;
      if (live === undefined) return unavailable("settings-unavailable", snapshot);

      const authentic = authenticate(received, { ...live.settings, tokens: live.tokens }, now());
      if (authentic.kind === "rejected") {
        if (authentic.reason === "sign-mismatch") policies.refreshSoon();
        return authentic;
      }
      known.authentic = authentic;
      if (authentic.blank) return { kind: "verified" };
      if (command === undefined) return { kind: "unknown" };
      if (live.set === undefined) return unavailable("policy-unavailable", snapshot);

      const body = readBody(authentic);
      if (body.kind === "rejected") return body;
      if (namesAnother(body.payload, command)) return reject(400, "command-mismatch");

      const reading = readPayload(command, body.payload);
      known.drift = reading.drift;
      if (reading.kind === "unreadable") return { kind: "unreadable", path: reading.path };
      const { payload } = reading;

      const { sdkAppId } = authentic;
      const facets = readFacets(command, payload, { ...query, sdkAppId, now: time });
      known.payload = payload;
      known.facets = facets;
      const { onFault } = live.settings;
      const judgement = decide({ rules: live.set.rulesFor(command.name), command, facets, payload, onFault });
      if (now() - time > live.settings.deadlineMs) return { kind: "deadline" };
      return { kind: "decided", ...judgement };
    }
  };
}

function targetsOf(facets: FacetReading | undefined): readonly string[] {
  return facets?.targets.map(({ target }) => String(target)) ?? [];
}

/** The query's command is the authority; a body that carries another one is not what it says. */
function namesAnother(payload: Payload, command: Command): boolean {
  if (command.bodyCommand === "elsewhere") return false;
  return payload.CallbackCommand !== undefined && payload.CallbackCommand !== command.name;
}

function unavailable(
  reason: "settings-unavailable" | "policy-unavailable",
  snapshot: Snapshot<ActiveConfig>,
): Ending {
  const detail = snapshot.failure ?? faultsOf(snapshot)[0] ?? "the first read has not ended yet";
  return { kind: "faulted", reason, detail };
}

/** The error's name and place. Its message may quote the request, so it is left out. */
function whereThrown(error: unknown): string {
  const place = error instanceof Error ? /\n\s+at (.+)/.exec(error.stack ?? "")?.[1] : undefined;
  const name = error instanceof Error ? error.name : typeof error;
  return [name, place].filter(Boolean).join(" at ");
}
