import { type Ran, type StageWorld, startStageWorld } from "./stage-world.ts";

export const TOKEN = "a token that nobody guesses";

/** A stage that was pushed once and has its secrets. */
export async function startHealthyStage(): Promise<StageWorld> {
  const world = await startStageWorld();
  await world.push("First rules");
  world.store.put("/chatgate-secrets/dev/tokens", `${TOKEN}\n`, { type: "SecureString" });
  world.store.put("/chatgate-secrets/dev/audit-key", "a key that nobody guesses", { type: "SecureString" });
  return world;
}

export type Reported = {
  readonly level: string;
  readonly check: string;
  readonly message: string;
  readonly code?: string;
  readonly token?: string;
};

/** A clock that stands still from now on: how long an exchange takes on this machine is no finding. */
export function stopClock(): () => number {
  const time = Date.now();
  return () => time;
}

/** What `doctor --json` reports, and its exit code. It never holds the token. */
export async function examineStage(
  world: StageWorld,
  more = "",
  extra: Parameters<StageWorld["chatgate"]>[1] = {},
): Promise<{ readonly code: Ran["code"]; readonly findings: readonly Reported[] }> {
  const { code, out } = await world.chatgate(`doctor --stage dev --json ${more}`, {
    now: stopClock(),
    ...extra,
  });
  expect(out).not.toContain(TOKEN);
  const { ok, findings } = JSON.parse(out);
  expect(ok).toBe(code === 0);
  return { code, findings };
}
