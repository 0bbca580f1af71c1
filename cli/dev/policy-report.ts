import { checkFolder, countDocuments, formatCheck } from "../commands/check.ts";
import type { Io } from "../io.ts";
import { createStyle } from "../render/style.ts";

/** The state of a folder's policies. */
export type PolicyReport = {
  /** The set that decides the next callback; undefined: the gate does not take what is there. */
  readonly set: string | undefined;
  readonly documents: string;
  /** As `policy check` prints them; undefined: no errors. */
  readonly faults: string | undefined;
};

export async function reportPolicies(folder: string, io: Io): Promise<PolicyReport> {
  const checked = await checkFolder(folder, undefined, io);
  const counted = countDocuments(checked.files);
  const hasErrors = checked.findings.some(({ severity }) => severity === "error");
  return {
    set: checked.digest,
    documents: counted.join(", "),
    faults: hasErrors ? formatCheck(checked, counted, createStyle(io)).join("\n") : undefined,
  };
}
