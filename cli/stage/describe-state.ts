import type { StageState } from "./stage-state.ts";

/** `at set 7`, `not pushed to so far, with 4 parameters put by hand`. */
export function whereItIs({ set, listed }: StageState): string {
  if (set !== undefined) return `at set ${set}`;
  const byHand = listed.filter(({ name }) => name !== "tokens").length;
  return byHand === 0 ? "empty so far" : `not pushed to so far, with ${byHand} parameters put by hand`;
}

/** What is not as a push left it. */
export function disturbances({ lost, changedSince, unused }: StageState): readonly string[] {
  const since = "changed since the set was pushed, and not in force; a push puts that right";
  return [
    ...(lost.length > 0 ? [`the gate cannot read the set, for it lacks ${some(lost)}: push again, now`] : []),
    ...(changedSince.length > 0 ? [`${some(changedSince)}: ${since}`] : []),
    ...(unused.length > 0
      ? [`${some(unused)}: not part of the set (of an earlier one, or put there by hand), and not in force`]
      : []),
  ];
}

const some = (names: readonly string[]) =>
  names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
