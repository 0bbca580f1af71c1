import { SDK_APP_ID, TOKEN } from "../support/gate.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  fill,
  nothing,
  okay,
  policyRefuses,
  putPolicy,
  type Row,
  refusal,
  rule,
  startInstance,
  withStore,
} from "./failing-instance.ts";
import { answering, bySetting } from "./failing-store.ts";

export const requestRows: Readonly<Record<string, Row>> = {
  "The token is missing": answering(
    (store) => store.remove("/chatgate-secrets/test/tokens"),
    async ({ ask }) =>
      expect(await ask()).toMatchObject({ status: 401, envelope: { ErrorInfo: "no-token-configured" } }),
  ),
  "The token is bound to another app": answering(
    (store) =>
      store.put("/chatgate-secrets/test/tokens", `${SDK_APP_ID + 1}: ${TOKEN}`, { type: "SecureString" }),
    async ({ ask }) =>
      expect(await ask()).toMatchObject({ status: 401, envelope: { ErrorInfo: "no-token-configured" } }),
  ),
  "The console has another token": () =>
    withStore(async (store) => {
      fill(store);
      const { askWith, pass } = await startInstance(store);
      store.put("/chatgate-secrets/test/tokens", `${TOKEN}\nrotated`, { type: "SecureString" });
      pass(16);
      expect((await askWith({}, "rotated")).status).toBe(401);
      await waitFor("the new token", async () => (await askWith({}, "rotated")).status === 200);
    }),
  "The payload is unreadable": bySetting("onUnreadable", refusal(1, "unreadable"), [rule], { Name: 5 }),
  "The payload has new or missing fields": answering(nothing, async ({ askWith }) => {
    const { envelope, outcome } = await askWith({ New: 1, Owner_Account: undefined });
    expect(envelope).toEqual(policyRefuses);
    expect(outcome.drift).toHaveLength(2);
  }),
  "The command is unknown": answering(
    nothing,
    async ({ ask }) =>
      expect(await ask()).toMatchObject({
        status: 200,
        envelope: okay,
        outcome: { ending: { kind: "unknown" } },
      }),
    { commands: new Map() },
  ),
  "The clocks differ": answering(nothing, async ({ askWith }) => {
    for (const seconds of [55, -55])
      expect((await askWith({}, TOKEN, seconds)).envelope).toEqual(policyRefuses);
    for (const seconds of [65, -65])
      expect(await askWith({}, TOKEN, seconds)).toMatchObject({
        status: 401,
        envelope: { ErrorInfo: "request-time-stale" },
      });
  }),
  "A condition cannot be computed": async () => {
    const failing = { ...rule, id: "failing", when: "1 / (owned - owned) == 1", deny: { code: 10102 } };
    await bySetting("onFault", refusal(1, "rule-error"), [failing])();
    await answering(
      (store) => putPolicy(store, failing, rule),
      async ({ ask }) => expect((await ask()).envelope).toEqual(policyRefuses),
    )();
  },
  "A facet is over four times Chat's limit": bySetting(
    "onOversize",
    refusal(1, "rule-error"),
    [{ ...rule, id: "long", when: 'name.contains("q")', deny: { code: 10102 } }],
    { Name: "a".repeat(50_000) },
  ),
};
