import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeSignature } from "../../lib/callback/authenticate.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { startTableModel, type TableModel } from "../limits/table-model.ts";
import { type Bundle, buildBundle, type Run } from "../support/bundle.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, SDK_APP_ID, TOKEN } from "../support/gate.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const limited = {
  id: "burst",
  on: CREATE,
  limit: { max: 2, per: "1h", by: "operator" },
  deny: { code: 10103 },
};
const settings = { sdkAppIds: [SDK_APP_ID] };

let bundle: Bundle;
let store: ParameterStore;
let model: TableModel;
beforeAll(async () => {
  bundle = await buildBundle();
  [store, model] = [await startParameterStore(), await startTableModel()];
  store.put("/chatgate-secrets/test/tokens", TOKEN, { type: "SecureString" });
  store.put("/chatgate/test/settings", JSON.stringify(settings));
});
afterAll(async () => {
  bundle.remove();
  await store.close();
  await model.close();
});

const event = () => {
  const time = String(Math.floor(Date.now() / 1000));
  return createCallbackEvent({
    body: readSample(CREATE),
    query: { RequestTime: time, Sign: computeSignature(TOKEN, time) },
  });
};
const codesIn = ({ answers }: Run) => answers.map(({ body }) => JSON.parse(body).ErrorCode);

/** Three requests to a stage with these rules. */
const runStage = (rules: readonly object[]) => {
  model.calls.length = 0;
  store.put("/chatgate/test/policies/p", JSON.stringify({ rules }));
  return bundle.run([event(), event(), event()], {
    CHATGATE_STAGE: "test",
    CHATGATE_SOURCE: "ssm:/chatgate/test",
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_ENDPOINT_URL_DYNAMODB: model.url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "not-a-secret",
  });
};

test("deployed: counted in the stage's table, which is spoken to as the set is loaded", async () => {
  const run = await runStage([limited]);
  expect(codesIn(run)).toEqual([0, 0, 10103]);
  expect(model.calls.map(({ action }) => action).sort()).toEqual([
    "GetItem",
    ...["UpdateItem", "UpdateItem", "UpdateItem"],
  ]);
  const tables = new Set(model.calls.map(({ input }) => input.TableName));
  expect(tables).toEqual(new Set(["chatgate-test-limits"]));
  expect(run.resources.filter((resource) => /Timeout/.test(resource))).toEqual([]);
  const other = await runStage([limited]);
  expect(codesIn(other)).toEqual([10103, 10103, 10103]); // the second and third of them remembered
  expect(model.calls.filter(({ action }) => action === "UpdateItem")).toHaveLength(1);
});

test("without a limit in the set the table is not spoken to", async () => {
  const { limit: _, ...rule } = limited;
  expect(codesIn(await runStage([rule]))).toEqual([10103, 10103, 10103]);
  expect(model.calls).toEqual([]);
});

test("under dir: the process counts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chatgate-limits-"));
  try {
    writeFileSync(join(folder, "settings.yaml"), JSON.stringify(settings));
    writeFileSync(join(folder, "tokens.txt"), TOKEN);
    writeFileSync(join(folder, "p.yaml"), JSON.stringify({ rules: [limited] }));
    const run = await bundle.run([event(), event(), event()], { CHATGATE_SOURCE: `dir:${folder}` });
    expect(codesIn(run)).toEqual([0, 0, 10103]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
