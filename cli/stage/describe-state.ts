import type { StageState } from "./stage-state.ts";

/** `at set 7`, `not pushed to so far, with 4 parameters put by hand`. */
export function whereItIs({ set, listed }: StageState): string {
  if (set !== undefined) return `at set ${set}`;
  const byHand = listed.filter(({ name }) => name !== "tokens").length;
  return byHand === 0 ? "empty so far" : `not pushed to so far, with ${byHand} parameters put by hand`;
}

/** What is not as a push left it. */
export function disturbances({ lost, changedSince, planted }: StageState): readonly string[] {
  const since = "changed since the set was pushed, and not in force; a push puts that right";
  return [
    ...(lost.length > 0 ? [`the gate cannot read the set, for it lacks ${some(lost)}: push again, now`] : []),
    ...(changedSince.length > 0 ? [`${some(changedSince)}: ${since}`] : []),
    ...(planted.length > 0
      ? [`${some(planted)}: put there by hand, and not in force: push it from the folder, or delete it`]
      : []),
  ];
}

function some(parameters: readonly string[]): string {
  const names = [...new Set(parameters.map((name) => name.split("/", 2).join("/")))]; // a list's parts are one
  return names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
}
