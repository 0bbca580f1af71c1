import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { isPartOfSet } from "../../lib/policy-set/manifest.ts";
import { type BareDiagnostic, completeDiagnostic } from "../report.ts";
import type { StageState } from "./stage-state.ts";

/** `at set 7`, `not pushed to so far, with 4 parameters put by hand`. */
export function describePosition({ set, listed }: StageState): string {
  if (set !== undefined) return `at set ${set}`;
  const byHand = listed.filter(isPartOfSet).length; // the stack's own parameters are there before any push
  return byHand === 0 ? "empty so far" : `not pushed to so far, with ${byHand} parameters put by hand`;
}

/** Differences between a stage and its last push. */
export function diagnoseSync({ missing, outOfSync, unmanaged }: StageState): readonly Diagnostic[] {
  const found: readonly BareDiagnostic[] = [
    ...(missing.length > 0
      ? [{ code: "set-incomplete", details: { names: listDocuments(missing) } } as const]
      : []),
    ...(outOfSync.length > 0
      ? [{ code: "out-of-sync", details: { names: listDocuments(outOfSync) } } as const]
      : []),
    ...(unmanaged.length > 0
      ? [{ code: "unmanaged", details: { names: listDocuments(unmanaged) } } as const]
      : []),
  ];
  return found.map((diagnostic) => completeDiagnostic(diagnostic, "warning"));
}

/** A list's parts are one document. */
const listDocuments = (parameters: readonly string[]) => [
  ...new Set(parameters.map((name) => name.split("/", 2).join("/"))),
];
