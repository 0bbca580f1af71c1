import { gzipSync } from "node:zlib";
import { waitFor } from "../support/wait-for.ts";
import {
  BARRED,
  BARRED_PATH,
  barred,
  fill,
  nothing,
  okay,
  othersHold,
  policyRefuses,
  push,
  putPolicy,
  putSettings,
  type Row,
  refusal,
  rule,
  startInstance,
  usesBarred,
  withObjects,
  withStore,
} from "./failing-instance.ts";
import { later } from "./failing-store.ts";

export const setRows: Readonly<Record<string, Row>> = {
  "A list in the bucket cannot be read at a cold start": async () => {
    for (const onFault of ["allow", "deny"] as const)
      await withObjects((objects) =>
        withStore(async (store) => {
          fill(store);
          push(store, [usesBarred], [barred], { onFault });
          const { ask, until } = await startInstance(store, { s3Endpoint: objects.url });
          const { envelope, outcome } = await ask();
          expect(envelope).toEqual(onFault === "deny" ? refusal(1, "rule-error") : okay);
          expect(outcome.health?.unavailableLists).toEqual([
            "lists/barred: HTTP 404: it is not in chatgate-lists: push it again",
          ]);
          objects.objects.set(BARRED_PATH, gzipSync(BARRED));
          await until(okay);
          push(store, [usesBarred, othersHold], [{ ...barred, sha256: "0".repeat(64) }]);
          const another = await startInstance(store, { s3Endpoint: objects.url });
          expect((await another.ask()).envelope).toEqual(policyRefuses);
        }),
      );
  },
  "A list in the bucket cannot be read later": () =>
    withObjects((objects) =>
      withStore(async (store) => {
        fill(store);
        push(store, [rule]);
        const { ask, pass, until } = await startInstance(store, { s3Endpoint: objects.url });
        expect((await ask()).envelope).toEqual(policyRefuses);
        push(store, [usesBarred], [barred]);
        await waitFor("the failure in an outcome", async () => {
          pass(70);
          const { envelope, outcome } = await ask();
          expect(envelope).toEqual(policyRefuses);
          return /lists\/barred cannot be had: HTTP 404/.test(outcome.health?.failure ?? "");
        });
        objects.objects.set(BARRED_PATH, gzipSync(BARRED));
        await until(okay);
      }),
    ),
  "The first policy set is invalid": async () => {
    for (const onFault of ["allow", "deny"])
      await withStore(async (store) => {
        fill(store, { onFault, refreshSeconds: 1 });
        putPolicy(store, { ...rule, when: "owmed > 1" });
        const { ask, pass, until } = await startInstance(store);
        const { envelope, outcome } = await ask();
        expect(envelope).toEqual(onFault === "deny" ? refusal(1, "policy-unavailable") : okay);
        const detail = expect.stringMatching(/^\S+ policies\/p rules\.0\.when:1:1/);
        expect(outcome.ending).toHaveProperty("detail", detail);
        putPolicy(store, rule);
        pass(2);
        await until(policyRefuses);
      });
  },
  "A later policy set is invalid": later(
    /^code-unavailable policies\/p rules\.0\.deny\.code "20000"$/,
    (store) => putPolicy(store, { ...rule, deny: { code: 20000 } }),
    nothing,
  ),
  "Later settings are invalid": later(
    /^unknown-value settings mode "of"$/,
    (store) => putSettings(store, { mode: "of" }),
    (store) => putSettings(store),
  ),
  "A list is missing": later(
    /^\S+ policies\/p rules\.0\.when:1:9/,
    (store) => putPolicy(store, { ...rule, when: "name in lists.reserved" }),
    nothing,
  ),
  "A list is empty": later(
    /^list-empty lists\/reserved 1:1$/,
    (store) => store.put("/chatgate/test/lists/reserved", "# nobody\n"),
    (store) => store.remove("/chatgate/test/lists/reserved"),
  ),
};
