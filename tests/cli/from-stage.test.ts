import { type StageWorld, startStageWorld } from "./stage/stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
});
afterEach(() => world.close());

const MEETING = "Group.CallbackBeforeCreateGroup --set groupType=Meeting";

test("explain --deployed tells what a stage has, not what the folder has", async () => {
  await world.push("First rules");
  world.write({ "policies/creation.yaml": undefined });
  const { code, out, err } = await world.chatgate(`explain ${MEETING} --stage dev --deployed`);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("Decision  deny by creation/group-types, code 10101: No Meeting groups.");
  expect((await world.chatgate(`explain ${MEETING}`)).out).toContain("Decision  allow");
});

test("send signs with the stage's token", async () => {
  await world.push("First rules");
  world.store.put("/chatgate-secrets/dev/tokens", "a-token\n", { type: "SecureString" });
  const { err } = await world.chatgate(`send ${MEETING} --stage dev --url http://127.0.0.1:9/`);
  expect(err).toMatch(/^chatgate: http:\/\/127\.0\.0\.1:9\/ .* \[gate-unreachable\]$/); // so far it came
});

test("a stage that cannot be read", async () => {
  const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
  const { code, out, err } = await world.chatgate(`explain ${MEETING} --stage dev --deployed`, { env });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(
    /^chatgate: ssm:\/chatgate\/dev: .*http:\/\/127\.0\.0\.1:1 cannot be reached.* \[stage-unreadable\]\n/,
  );
});

test("a deployed stage or a folder, not both", async () => {
  const { code, err } = await world.chatgate(`explain ${MEETING} --stage dev --deployed --policies policies`);
  expect(code).toBe(2);
  expect(err).toContain("option '--policies <folder>' cannot be used with option '--deployed'");
});

describe("a folder's settings for a stage", () => {
  const shadow = { "policies/stages/dev.yaml": "sdkAppIds: [1400000000]\nmode: shadow\n" };
  test("explain, test and check take them, and no others", async () => {
    world.write({
      ...shadow,
      "policies/creation.test.yaml": `tests:
  - name: meetings
    command: Group.CallbackBeforeCreateGroup
    set: { groupType: Meeting }
    expect: { decision: allow }
`,
    });
    expect((await world.chatgate(`explain ${MEETING} --stage dev`)).out).toContain("Decision  allow");
    expect((await world.chatgate(`explain ${MEETING}`)).out).toContain("Decision  deny");
    expect(await world.chatgate("policy test --stage dev")).toMatchObject({ code: 0 });
    expect(await world.chatgate("policy test")).toMatchObject({ code: 1 });
    expect((await world.chatgate("policy check --strict")).out).toContain("wide-tolerance");
    expect((await world.chatgate("policy check --stage dev")).out).not.toContain("wide-tolerance");
    expect((await world.chatgate("policy check --stage prod")).out).toContain("settings-missing");
  });

  test("a pulled folder is taken by every command", async () => {
    world.write(shadow);
    await world.push("In shadow");
    expect(await world.chatgate("policy pull pulled --stage dev")).toMatchObject({ code: 0 });
    world.write({ "policies/creation.test.yaml": undefined });
    expect((await world.chatgate("policy check pulled")).out).toMatch(/^OK|warning/);
    expect((await world.chatgate(`explain ${MEETING} --policies pulled`)).out).toContain("Decision  allow");
    expect(await world.chatgate("policy diff pulled --stage dev")).toMatchObject({ code: 0 });
  });
});
