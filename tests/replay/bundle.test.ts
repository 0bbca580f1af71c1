import { build } from "esbuild";
import { createHandlerBuild } from "../../scripts/handler-build.ts";

async function listInputs(handler: "webhook" | "replay"): Promise<readonly string[]> {
  const { metafile } = await build({
    ...createHandlerBuild(".", handler),
    ...{ write: false, metafile: true, logLevel: "error", outdir: "out" },
  });
  // What is looked at and left out again is in no bundle.
  const [output] = Object.values(metafile?.outputs ?? {});
  return Object.entries(output?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  );
}

test("the webhook's bundle holds no replay, and nothing that opens what it sealed", async () => {
  const inputs = await listInputs("webhook");
  expect(inputs).toContain("lib/sinks/recording.ts");
  const foreign = /^lib\/replay\/|^handlers\/.*replay|^lib\/sinks\/opening|^cli\/|node_modules\/jose\//;
  expect(inputs.filter((file) => foreign.test(file))).toEqual([]);
});

test("the replay's bundle holds nothing that answers HTTP requests, checks signatures or sends events", async () => {
  const inputs = await listInputs("replay");
  expect(inputs).toEqual(expect.arrayContaining(["lib/replay/replay.ts", "lib/sinks/opening.ts"]));
  const foreign =
    /^handlers\/(?:webhook|delivery|create-)|^lib\/gate\/(?:gate|deliver|upstream)|^lib\/callback\/(?:receive|authenticate)|^lib\/sinks\/(?:audit|metrics|event|deliver|destinations|call-)|^lib\/limits\/dynamodb|^cli\/|node_modules\/(?:jose|yaml)\//;
  expect(inputs.filter((file) => foreign.test(file))).toEqual([]);
});
