import { startLoopback } from "../../support/loopback.ts";
import { testRows } from "../../support/table.ts";
import { type StageWorld, startStageWorld } from "../stage/stage-world.ts";

const DAY = 86_400_000;
const CREATE = "Group.CallbackBeforeCreateGroup";
const RULE = `    on: ${CREATE}
    when: groupType == "Public"
    deny: { message: "No." }
`;

let world: StageWorld;
let logs: Awaited<ReturnType<typeof startLoopback>>;

beforeEach(async () => {
  world = await startStageWorld();
  const line = {
    ...{ type: "audit", v: 1, requestId: "r-1", command: CREATE, outcome: "decided", decision: "allow" },
    ...{ code: 0, set: 2, passed: 1, ms: 1, effects: [{ rule: "quiet/types", effect: "would-deny" }] },
  };
  logs = await startLoopback((_, response) => {
    const message = JSON.stringify({ ...line, time: new Date(Date.now() - 60_000).toISOString() });
    response.end(JSON.stringify({ events: [{ message }] }));
  });
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy\n", { type: "SecureString" });
});
afterEach(async () => {
  await Promise.all([world.close(), logs.close()]);
});

const shadow = (more = "", days = 0) =>
  world.chatgate(`policy shadow --stage dev --since 30d ${more}`, {
    ...{ env: { AWS_ENDPOINT_URL_LOGS: logs.url }, now: () => Date.now() + days * DAY },
  });
const quiet = (mode: string) =>
  world.write({ "policies/quiet.yaml": `rules:\n  - id: types\n${mode}${RULE}` });
const SHADOW = "    mode: shadow\n";

test("since which set a rule is in shadow mode: as long as it was without a break", async () => {
  quiet(SHADOW);
  await world.push("In shadow");
  quiet("");
  await world.push("Enforced");
  quiet(SHADOW);
  await world.push("In shadow again");
  world.write({ "policies/lists/reserved.txt": "admin\n" });
  await world.push("Something else");
  const { code, out } = await shadow("", 6);
  expect(code).toBe(0);
  expect(out).toContain("quiet/types  in shadow since set 4 (6 days)\n");
  expect(JSON.parse((await shadow("--json")).out).rules).toMatchObject([
    { rule: "quiet/types", would: 1, since: { set: 4, isOldest: false }, place: "policies/quiet.yaml:3" },
  ]);
});

type Place = {
  readonly name: string;
  readonly files: Readonly<Record<string, string | undefined>>;
  readonly next: string;
};
testRows<Place>(
  [
    {
      name: "in the rule",
      files: { "policies/quiet.yaml": `# Since June\nrules:\n  - id: types\n${RULE}${SHADOW}` },
      next: "out of policies/quiet.yaml:7,",
    },
    {
      name: "in the document",
      files: { "policies/quiet.yaml": `mode: shadow\nrules:\n  - id: types\n${RULE}` },
      next: "out of policies/quiet.yaml:1,",
    },
    {
      name: "in the stage's settings",
      files: {
        "policies/quiet.yaml": `rules:\n  - id: types\n${RULE}`,
        "policies/stages/dev.yaml": "sdkAppIds: [1400000000]\nmode: shadow\n",
      },
      next: "out of policies/stages/dev.yaml:2,",
    },
    {
      name: "in another folder than this one",
      files: { "policies/quiet.yaml": undefined },
      next: "out of quiet/types,",
    },
  ],
  "what to do next names the line: $name",
  async ({ files, next }) => {
    quiet(SHADOW);
    await world.push("In shadow");
    world.write(files);
    if (files["policies/quiet.yaml"] !== undefined) await world.push("As the row says");
    const { out } = await shadow();
    expect(out).toContain(`→ take \`mode: shadow\` ${next} then chatgate policy push --stage dev`);
  },
);
