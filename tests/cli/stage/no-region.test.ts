import { testRows } from "../../support/table.ts";
import { type StageWorld, startStageWorld } from "./stage-world.ts";

/** The AWS SDK looks for a region in the environment and the files of this machine. */
const outside = process.env;
let world: StageWorld;
beforeEach(async () => {
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, AWS_PROFILE: ___, ...rest } = outside;
  process.env = { ...rest, AWS_CONFIG_FILE: "/none", AWS_SHARED_CREDENTIALS_FILE: "/none" };
  world = await startStageWorld();
});
afterEach(async () => {
  process.env = outside;
  await world.close();
});

testRows(
  [
    { line: "policy diff --stage dev" },
    { line: "explain Group.CallbackBeforeCreateGroup --stage dev --deployed" },
    { line: "explain Group.CallbackBeforeCreateGroup --stage dev --live" },
    { line: "limit show burst u_mira --stage dev" },
    { line: "policy test --new JKJaXmPLvHcESHA= --stage dev" },
    { line: "replay s3://recordings/2026" },
    { line: "replay policies --against dev@2" },
    { line: "replay merge s3://results/friday" },
  ],
  "without a region: $line",
  async ({ line }) => {
    const { code, out, err } = await world.chatgate(line, { env: { AWS_REGION: "" } });
    expect([code, out, err]).toEqual([
      2,
      "",
      expect.stringMatching(/No AWS region\. .* \[aws-region-missing\]$/m),
    ]);
  },
);
