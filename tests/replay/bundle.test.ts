import { build } from "esbuild";
import { createHandlerBuild } from "../../scripts/handler-build.ts";

test("the webhook's bundle holds no replay, and nothing that opens what it sealed", async () => {
  const { metafile } = await build({
    ...createHandlerBuild(),
    write: false,
    metafile: true,
    logLevel: "error",
    outdir: "out",
  });
  const inputs = Object.keys(metafile?.inputs ?? {});
  expect(inputs).toContain("lib/sinks/recording.ts");
  expect(inputs.filter((file) => /^lib\/replay\/|^cli\/|node_modules\/jose\//.test(file))).toEqual([]);
});
