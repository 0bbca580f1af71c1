/** How long a cold start's read takes, estimated; the figures it is estimated from are in `READ_ASSUMPTIONS`. */
export type ColdRead = {
  /** Of SSM, the first included. */
  readonly calls: number;
  readonly ms: number;
  /** What the estimate is made of, for people. */
  readonly arithmetic: string;
};

export type SetSize = {
  readonly hasPack: boolean;
  /** Parameters that the manifest pins. */
  readonly parameters: number;
  /** Unpacked, of lists in the bucket. */
  readonly objectBytes: number;
};

/** The function's own budget for a read, lib/store/ssm.ts. */
export const READ_BUDGET_MS = 1200;

const READ_ASSUMPTIONS = {
  /** SSM's default, for the whole account. */
  callsASecond: 40,
  /** One exchange with SSM or S3, from a Lambda. */
  callMs: 40,
  /** Unpack, check and index a list at 1,024 MB of memory. */
  listMsAMegabyte: 80,
} as const;

/** As in lib/store/stage-reader.ts. */
const NAMES_A_CALL = 10;
const CALLS_AT_ONCE = 8;

export function estimateColdRead({ hasPack, parameters, objectBytes }: SetSize): ColdRead {
  const { callsASecond, callMs, listMsAMegabyte } = READ_ASSUMPTIONS;
  const pinned = hasPack ? 0 : Math.ceil(parameters / NAMES_A_CALL);
  const calls = 1 + pinned;
  const rounds = 1 + Math.ceil(pinned / CALLS_AT_ONCE);
  const ssmMs = Math.ceil(Math.max(rounds * callMs, hasPack ? 0 : (calls * 1000) / callsASecond));
  const megabytes = objectBytes / 2 ** 20;
  const listMs = objectBytes === 0 ? 0 : Math.ceil(callMs + megabytes * listMsAMegabyte);
  const onSsm = hasPack
    ? "1 call"
    : `${calls} calls (1 + ${parameters} parameters, ${NAMES_A_CALL} a call) at SSM's ${callsASecond} a second`;
  const onLists =
    objectBytes === 0
      ? ""
      : `; lists of ${megabytes.toFixed(1)} MB at ${listMsAMegabyte} ms a MB: ${listMs} ms`;
  return { calls, ms: ssmMs + listMs, arithmetic: `${onSsm}: ${ssmMs} ms${onLists}` };
}
