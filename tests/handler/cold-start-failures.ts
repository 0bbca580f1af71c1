import { readEnvironment } from "../../handlers/environment.ts";

import {
  fill,
  instanceOn,
  nothing,
  policyRefuses,
  putSettings,
  type Row,
  refusal,
  withStore,
} from "./failing-instance.ts";
import { coldStart, faulty, goneForBoth } from "./failing-store.ts";

const THREE_PAGES = Array.from(
  { length: 29 },
  (_, index) => `/chatgate/test/lists/l/${String(index + 1).padStart(3, "0")}`,
);

let accessKeyId = "";
export const coldStartRows: Readonly<Record<string, Row>> = {
  "SSM refuses connections at a cold start": goneForBoth(false),
  "SSM hangs at a cold start": faulty(/no answer from .* in time/, "hang"),
  "SSM is slow at a cold start": async () => {
    await Promise.all([
      faulty(/no answer from .* in time/, { slow: 1000 })(),
      withStore(async (store) => {
        fill(store);
        store.fault({ slow: 200 });
        await instanceOn(store).until(policyRefuses);
      }),
      coldStart(
        /no answer from .* in time/,
        (store) => {
          for (const part of THREE_PAGES) store.put(part, "a word");
          store.fault({ slow: 500 }); // three pages
        },
        (store) => {
          for (const part of THREE_PAGES) store.remove(part);
          store.fault(undefined);
        },
        { timed: true },
      )(),
    ]);
  },
  "SSM throttles at a cold start": faulty(/ThrottlingException/, "throttle"),
  "SSM answers 500 at a cold start": faulty(/HTTP 500/, "status500"),
  "SSM's answer is cut off at a cold start": faulty(/ECONNRESET/, "truncated"),
  "Another server answers for SSM at a cold start": faulty(/did not answer as SSM does/, "notJson"),
  "SSM denies access at a cold start": faulty(/AccessDeniedException.*kms:Decrypt/, {
    accessDenied: "/chatgate-secrets/test",
  }),
  "There are no AWS credentials": coldStart(
    /no AWS credentials/,
    nothing,
    () => {
      accessKeyId = "AKIDEXAMPLE";
    },
    { accessKeyId: () => accessKeyId },
  ),
  "The settings are missing": coldStart(
    /^settings-missing settings$/,
    (store) => store.remove("/chatgate/test/settings"),
    (store) => putSettings(store),
  ),
  "The settings are invalid": coldStart(
    /^number-too-large settings deadlineMs "5000"$/,
    (store) => putSettings(store, { deadlineMs: 5000 }),
    (store) => putSettings(store),
  ),
  "The manifest names a missing parameter": coldStart(
    /policies\/p.* is lacking: push it again/,
    (store) => {
      const sha256 = "0".repeat(16);
      store.put(
        "/chatgate/test/manifest",
        JSON.stringify({ by: "me", reason: "", documents: { "policies/p": `7:${sha256}` } }),
      );
    },
    (store) => store.remove("/chatgate/test/manifest"),
  ),
  "The manifest is in a newer format": coldStart(
    /the manifest has format 3, and this function reads up to 2: deploy a newer chatgate/,
    (store) => store.put("/chatgate/test/manifest", '{"format":3}'),
    (store) => store.remove("/chatgate/test/manifest"),
  ),
  "The environment is invalid": () =>
    withStore(async (store) => {
      store.fault("hang");
      const { environment, faults } = readEnvironment({ CHATGATE_ON_FAULT: "Deny" });
      expect(faults).toHaveLength(1);
      const { envelope } = await instanceOn(store, { onFault: environment.onFault }).ask();
      expect(envelope).toEqual(refusal(1, "settings-unavailable"));
    }),
};
