import { isDeepStrictEqual } from "node:util";
import { formatManifest } from "../../lib/policy-set/manifest.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { readSample } from "../support/fixtures.ts";
import { SDK_APP_ID } from "../support/gate.ts";
import { waitFor } from "../support/wait-for.ts";

import {
  fill,
  GROUP,
  instanceOn,
  okay,
  policyRefuses,
  push,
  putPolicy,
  type Row,
  rule,
  startInstance,
  withStore,
} from "./failing-instance.ts";
import { faultyLater, goneForBoth, later } from "./failing-store.ts";

export const laterRows: Readonly<Record<string, Row>> = {
  "SSM refuses connections later": goneForBoth(true),
  "SSM hangs later": faultyLater(/no answer from .* in time/, "hang"),
  "SSM throttles later": faultyLater(/ThrottlingException/, "throttle"),
  "SSM answers 500 later": faultyLater(/HTTP 500/, "status500"),
  "SSM's answer is cut off later": faultyLater(/ECONNRESET/, "truncated"),
  "SSM denies access later": faultyLater(/AccessDeniedException/, { accessDenied: "/chatgate/test" }),
  "An instance was frozen while SSM began to fail": () =>
    withStore(async (store) => {
      fill(store);
      const { ask, pass, until } = instanceOn(store);
      await until(policyRefuses);
      store.fault("hang");
      pass(600);
      const { envelope, isImmediate, sawReadEnd } = await ask();
      expect(envelope).toEqual(policyRefuses);
      // It waits for the read, but for 200 ms: the read itself ends after 800.
      expect({ isImmediate, sawReadEnd }).toEqual({ isImmediate: false, sawReadEnd: false });
    }),
  "A push is under way": () =>
    withStore(async (store) => {
      fill(store);
      const createManifest = (policy: string, version: string) =>
        formatManifest(
          "me",
          "",
          [
            { name: "policies/p", value: policy, version },
            { name: "settings", value: JSON.stringify({ sdkAppIds: [SDK_APP_ID] }), version: "1" },
          ],
          sha256,
        );
      store.put("/chatgate/test/manifest", createManifest(JSON.stringify({ rules: [rule] }), "1"));
      const [running, off] = [await startInstance(store), { ...rule, mode: "off" }];
      expect((await running.ask()).envelope).toEqual(policyRefuses);
      putPolicy(store, off);
      running.pass(40);
      const starting = await startInstance(store);
      for (const { ask } of [running, starting, running, starting])
        expect((await ask()).envelope).toEqual(policyRefuses);
      store.put("/chatgate/test/manifest", createManifest(JSON.stringify({ rules: [off] }), "2"));
      for (const { pass, until } of [running, starting]) {
        pass(40);
        await until(okay);
      }
    }),
  "The clock is set back": () =>
    withStore(async (store) => {
      fill(store);
      const { ask, pass, until } = await startInstance(store);
      pass(31_536_000);
      await until(policyRefuses);
      pass(-31_536_000);
      putPolicy(store, { ...rule, mode: "off" });
      await waitFor("another read", async () => isDeepStrictEqual((await ask()).envelope, okay));
    }),
  "The pack is damaged, stale or forged": () =>
    withStore(async (store) => {
      fill(store);
      push(store, [rule]);
      for (const part of ["-", "torn", gzipCodec.compress('[["policies/p","2","{}"],["tokens","1","x"]]')]) {
        store.put("/chatgate/test/pack/1", part);
        expect((await (await startInstance(store)).ask()).envelope).toEqual(policyRefuses);
      }
    }),
  "A parameter of the set is deleted, and the pack holds it": () =>
    withStore(async (store) => {
      fill(store);
      push(store, [rule]);
      store.remove("/chatgate/test/policies/p");
      expect((await (await startInstance(store)).ask()).envelope).toEqual(policyRefuses);
    }),
  "An entry of a list expires": () =>
    withStore(async (store) => {
      fill(store);
      const today = new Date().toISOString().slice(0, 10);
      store.put("/chatgate/test/lists/barred", `${readSample(GROUP).Operator_Account} until=${today}`);
      putPolicy(store, { ...rule, when: "operator in lists.barred" });
      const { ask, pass, until } = await startInstance(store);
      expect((await ask()).envelope).toEqual(policyRefuses);
      pass(86_400);
      await until(okay);
    }),
  "A rule is paused": () =>
    withStore(async (store) => {
      fill(store);
      const until = new Date(Date.now() + 3_600_000).toISOString();
      putPolicy(store, { ...rule, pause: { until, reason: "An event" } });
      const { ask, pass } = await startInstance(store);
      expect((await ask()).envelope).toEqual(okay);
      pass(3_600);
      expect((await ask()).envelope).toEqual(policyRefuses);
    }),
  "A later manifest is in a newer format": later(
    /the manifest has format 3/,
    (store) => store.put("/chatgate/test/manifest", '{"format":3}'),
    (store) => store.remove("/chatgate/test/manifest"),
  ),
};
