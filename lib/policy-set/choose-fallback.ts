import type { Fallback } from "../decision.ts";
import { matchesGlob } from "../policy/functions/glob.ts";
import type { Settings } from "./settings-schema.ts";

type FallbackName = "onDeadline" | "onFault" | "onOversize" | "onUnreadable";

/** The answers for a command that no pattern covers. */
const UNCOVERED: Readonly<Record<FallbackName, Fallback>> = {
  onDeadline: "allow",
  onFault: "allow",
  onOversize: "deny",
  onUnreadable: "allow",
};

/** What the settings say for one command: their one word, or that of the first pattern that covers it. */
export function chooseFallback(
  settings: Pick<Settings, FallbackName>,
  name: FallbackName,
  command: string | undefined,
): Fallback {
  const choice = settings[name];
  if (typeof choice === "string") return choice;
  const covering = Object.entries(choice).find(([pattern]) => matchesGlob(command ?? "", pattern));
  return covering?.[1] ?? UNCOVERED[name];
}
