import type { Io } from "../io.ts";
import { createStyle } from "../render/style.ts";
import { formatClock } from "./format-log-line.ts";
import { reportPolicies } from "./policy-report.ts";

export type PolicyTeller = {
  /** The first report: the policies as they are, not a change. */
  readonly start: () => Promise<string>;
  /** Reports the folder's policies if they differ from the last report. */
  readonly tell: () => Promise<void>;
  /** Reports why the function rejected a set. */
  readonly tellFaults: (faults: readonly string[]) => Promise<void>;
};

/** Reports which policies are in force. `folder`: undefined if they are not read from one. */
export function createPolicyTeller(folder: string | undefined, io: Io): PolicyTeller {
  const style = createStyle(io);
  let told: string | undefined;

  /** Undefined: the same as the last report, or there is no folder. */
  async function describeNews(): Promise<string | undefined> {
    if (folder === undefined) return undefined;
    const { set, documents, faults } = await reportPolicies(folder, io);
    const key = JSON.stringify([set, faults]);
    if (key === told) return undefined;
    const isFirst = told === undefined;
    told = key;
    const stayed = isFirst ? "No policies are in force." : "The policies before stay in force.";
    const state =
      set === undefined
        ? style.red(stayed)
        : `${style.green(isFirst ? "policies" : "policies reloaded")} (set ${set}): ${documents}`;
    return faults === undefined ? state : `${faults}\n${state}`;
  }

  async function tell(): Promise<void> {
    if (told === undefined) return; // the first report, which is still to come, includes it
    const news = await describeNews();
    if (news !== undefined) io.out(`${style.dim(formatClock(io.now()))}  ${news}`);
  }

  return {
    start: async () => (await describeNews()) ?? "",
    tell,
    tellFaults: async (faults) => {
      const report = folder === undefined ? undefined : await reportPolicies(folder, io);
      if (report === undefined || report.set !== undefined)
        for (const fault of faults) io.out(style.red(fault));
      else await tell();
    },
  };
}
