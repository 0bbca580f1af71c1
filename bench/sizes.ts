import { readFileSync } from "node:fs";
import type { Bundle } from "./support/bundles.ts";
import type { Measured } from "./support/measure.ts";

const LIBRARIES = ["zod", "aws4"];
const ROOMS = ["commands", "policy/cel", "policy", "text", "policy-set", "store", "sinks", "records"];
/** Modules that must not be in the bundle. */
const UNWANTED = ["@aws-sdk/", "undici", "zod/v4/locales/de"];

export function measureSizes({ file, bytes, gzipped, sources }: Bundle): readonly Measured[] {
  const code = readFileSync(file, "utf8");
  const share = (name: string, under: string): Measured => {
    const inside = Object.entries(sources).filter(([source]) => source.startsWith(under));
    return { name, value: inside.reduce((sum, [, size]) => sum + size, 0) / 1024, unit: "KB" };
  };
  return [
    { name: "bundle, minified", value: bytes / 1024, unit: "KB", target: 214 },
    { name: "bundle, gzipped", value: gzipped / 1024, unit: "KB", target: 68 },
    ...LIBRARIES.map((name) => share(`of the minified: ${name}`, `node_modules/${name}/`)),
    ...ROOMS.map((room) => share(`of the minified: lib/${room}`, `lib/${room}/`)),
    {
      name: "unwanted in the bundle (AWS SDK, undici, zod's locales)",
      value: UNWANTED.filter((name) => code.includes(name)).length,
      unit: "",
      target: 0,
    },
  ];
}
