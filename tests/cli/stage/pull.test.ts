import { existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { testRows } from "../../support/table.ts";
import { CREATION, FILES, type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
  await world.push("First rules");
});
afterEach(() => world.close());

test("into an empty folder: files that push as they are", async () => {
  expect(await world.chatgate("policy pull there --stage dev")).toEqual({
    code: 0,
    err: "",
    out: [
      "stage dev (/chatgate/dev in eu-west-1) is at set 2.",
      "wrote there/lists/reserved.txt",
      "wrote there/creation.yaml",
      "wrote there/stages/dev.yaml",
    ].join("\n"),
  });
  expect(world.file("there/creation.yaml")).toBe(`rules:
  - id: group-types
    on: Group.CallbackBeforeCreateGroup
    when: groupType == "Meeting"
    deny:
      code: 10101
      message: No {groupType} groups.
`);
  expect(world.file("there/lists/reserved.txt")).toBe(FILES["policies/lists/reserved.txt"]);
  expect(await world.chatgate("policy diff there --stage dev")).toMatchObject({ code: 0 });
});

test("files that say the same stay as they are written; others are kept from being written over", async () => {
  const commented = `# Mine\n${CREATION}`;
  world.write({ "policies/creation.yaml": commented });
  expect((await world.chatgate("policy pull --stage dev")).out).toContain(
    "policies holds all of it already.",
  );
  expect(world.file("policies/creation.yaml")).toBe(commented);

  const changed = {
    "policies/creation.yaml": CREATION.replace("10101", "10102"),
    "policies/lists/reserved.txt": "x\n",
  };
  world.write({ ...changed, "policies/stages/dev.yaml": undefined });
  const refused = await world.chatgate("policy pull --stage dev");
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringMatching(
      /policies\/lists\/reserved\.txt and policies\/creation\.yaml differ from the stage .* \[files-differ\]\nNothing was written\.$/,
    ),
  ]);
  expect(world.file("policies/creation.yaml")).toBe(changed["policies/creation.yaml"]);
  const { out } = await world.chatgate("policy pull --stage dev --force --json");
  expect(JSON.parse(out)).toEqual({
    stage: "dev",
    set: 2,
    written: ["policies/lists/reserved.txt", "policies/creation.yaml", "policies/stages/dev.yaml"],
    notes: [],
  });
  expect(world.file("policies/stages/dev.yaml")).toBe("sdkAppIds:\n  - 1400000000\n");
});

testRows(
  [
    { parameter: "policies/settings" },
    { parameter: "policies/a.test" },
    { parameter: "policies/deep/er" },
    { parameter: "lists/.hidden" },
  ],
  "$parameter is no file of a folder",
  async ({ parameter }) => {
    world.store.remove("/chatgate/dev/manifest");
    world.store.put(`/chatgate/dev/${parameter}`, "{}");
    expect(await world.chatgate("policy pull there --stage dev")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/ \[name-unfit\]\nNothing was written\.$/),
    });
  },
);

testRows(
  [
    { name: "a file that leads out", link: "policies/creation.yaml", target: "../outside.yaml" },
    { name: "a folder that leads out", link: "policies/lists", target: "../outside" },
  ],
  "--force writes through no symbolic link: $name",
  async ({ link, target }) => {
    world.write({ [link.endsWith(".yaml") ? link : `${link}/reserved.txt`]: undefined });
    const path = join(world.folder, link);
    rmSync(path, { recursive: true, force: true });
    symlinkSync(target, path);
    for (const force of ["", " --force"]) {
      const { code, err } = await world.chatgate(`policy pull --stage dev${force}`);
      expect([code, err]).toEqual([1, expect.stringContaining("Nothing was written.")]);
    }
    expect(existsSync(join(world.folder, "policies", target))).toBe(false);
  },
);
