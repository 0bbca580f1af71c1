import { createSecretReader } from "../../lib/sinks/webhook-secrets.ts";
import { startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { createCall } from "../support/aws-call.ts";

const NAME = "/chatgate-secrets/dev/webhook-secrets";

test("secrets are read once in five minutes, and outlive a read that fails", async () => {
  const store = await startParameterStore();
  let time = Date.now();
  const read = createSecretReader(NAME, createCall("ssm", store.url), () => time);
  const readNow = () => read(Date.now() + 5_000);
  expect(await readNow()).toEqual([]); // there is no such parameter yet
  store.put(NAME, "whsec_b2xk\n  whsec_bmV3\n", { type: "SecureString" });
  expect(await readNow()).toEqual(["whsec_b2xk", "whsec_bmV3"]);
  store.put(NAME, "whsec_bmV3", { type: "SecureString" });
  expect(await readNow()).toEqual(["whsec_b2xk", "whsec_bmV3"]);
  time += 300_000;
  store.fault("status500");
  expect(await readNow()).toEqual(["whsec_b2xk", "whsec_bmV3"]);
  store.fault(undefined);
  expect(await readNow()).toEqual(["whsec_bmV3"]);
  await store.close();
});
