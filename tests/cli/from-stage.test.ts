import { type StageWorld, startStageWorld } from "./stage/stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
});
afterEach(() => world.close());

const MEETING = "Group.CallbackBeforeCreateGroup --set groupType=Meeting";

test("explain tells what a stage has, not what the folder has", async () => {
  await world.push("First rules");
  world.write({ "policies/creation.yaml": undefined });
  const { code, out, err } = await world.chatgate(`explain ${MEETING} --stage dev`);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("Decision  deny by creation/group-types, code 10101: No Meeting groups.");
  expect((await world.chatgate(`explain ${MEETING}`)).out).toContain("Decision  allow");
});

test("send signs with the stage's token", async () => {
  await world.push("First rules");
  world.store.put("/chatgate-secrets/dev/tokens", "a-token\n", { type: "SecureString" });
  const { err } = await world.chatgate(`send ${MEETING} --stage dev --url http://127.0.0.1:9/`);
  expect(err).toMatch(/^http:\/\/127\.0\.0\.1:9\/: cannot be reached/); // so far it came
});

test("a stage that cannot be read", async () => {
  const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
  const { code, out, err } = await world.chatgate(`explain ${MEETING} --stage dev`, { env });
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(/^ssm:\/chatgate\/dev: .*http:\/\/127\.0\.0\.1:1 cannot be reached/);
});

test("a stage or a folder, not both", async () => {
  const { code, err } = await world.chatgate(`explain ${MEETING} --stage dev --policies policies`);
  expect(code).toBe(2);
  expect(err).toContain("option '--policies <folder>' cannot be used with option '--stage <stage>'");
});
