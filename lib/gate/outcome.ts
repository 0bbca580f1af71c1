import type { Drift } from "../callback/read-payload.ts";
import type { FacetReading } from "../commands/facet-reading.ts";
import { listFaults } from "./policies.ts";
import type { Response } from "./respond.ts";
import type { Trace } from "./trace.ts";

/** Everything known about a request when it ends. A plain value that holds no token, key or signature. */
export type Outcome = Omit<Response, "body"> & {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Milliseconds from there to the answer. */
  readonly ms: number;
  /** A command's name; `undefined`: none that chatgate knows. */
  readonly command: string | undefined;
  /** As on the wire; not trustworthy until the request is authentic. */
  readonly platform: string | undefined;
  readonly sdkAppId: number | undefined;
  /** Which configured token matched, by position from 0. */
  readonly token: number | undefined;
  /** Our clock less the request's, in seconds. */
  readonly skewSeconds: number | undefined;
  readonly facets: FacetReading | undefined;
  readonly drift: readonly Drift[];
  readonly set: SetIdentity | undefined;
  readonly health: Health | undefined;
};

/** The policy set in force. */
export type SetIdentity = {
  /** The manifest's version; `undefined` if nothing was pushed. */
  readonly number: string | undefined;
  /** 12 hex digits. */
  readonly digest: string;
};

/** How current the set in force is; `undefined` if the request ended before that was checked. */
export type Health = {
  /** Seconds between this request and the read that last confirmed the set in force; `undefined`: there never was one. */
  readonly ageSeconds: number | undefined;
  /** Why the newest set is not in force. */
  readonly faults: readonly string[];
  /** `lists/<name>: why`; the rules that name such a list are errors. */
  readonly unavailableLists: readonly string[];
  /** Why the newest read failed. */
  readonly failure: string | undefined;
};

export function createOutcome(trace: Trace, response: Response, now: number): Outcome {
  const { body: _, ...answer } = response;
  const { requestId, startedAt, command, query, authentic, facets, drift = [] } = trace;
  return {
    ...answer,
    requestId,
    time: startedAt,
    ms: now - startedAt,
    command: command?.name,
    platform: query?.platform,
    sdkAppId: authentic?.sdkAppId,
    token: authentic?.token,
    skewSeconds: authentic?.skewSeconds,
    facets,
    drift,
    set: identifySet(trace),
    health: describeHealth(trace),
  };
}

function identifySet({ snapshot }: Trace): SetIdentity | undefined {
  const set = snapshot?.value?.set;
  return set === undefined ? undefined : { number: set.number, digest: set.digest };
}

function describeHealth({ snapshot, startedAt }: Trace): Health | undefined {
  if (snapshot === undefined) return undefined;
  const { loadedAt, failure } = snapshot;
  const ageSeconds = loadedAt === undefined ? undefined : Math.abs(startedAt - loadedAt) / 1000;
  const { unavailableLists = [] } = snapshot.value ?? {};
  return { ageSeconds, faults: listFaults(snapshot), unavailableLists, failure };
}
