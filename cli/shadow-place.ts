import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createLocator } from "../lib/authoring/locate.ts";
import { parseObject } from "../lib/json.ts";
import { readYaml } from "../lib/policy-set/files.ts";
import type { Io } from "./io.ts";
import { locateStageSettings } from "./policies.ts";

/** The place of the `mode: shadow` that applies to a rule, as `file:line`; undefined: not in this folder. */
export async function locateShadow(
  rule: string,
  folder: string,
  stage: string | undefined,
  { cwd }: Pick<Io, "cwd">,
): Promise<string | undefined> {
  const [document = "", id] = rule.split("/");
  const policy = join(folder, `${document}.yaml`);
  const content = await readFields(policy, cwd);
  if (content === undefined) return undefined;
  const { fields, text } = content;
  const rules: readonly unknown[] = Array.isArray(fields.rules) ? fields.rules : [];
  const index = rules.findIndex((entry) => Object(entry).id === id);
  if (index < 0) return undefined;
  if (Object(rules[index]).mode === "shadow") return formatPlace(policy, text, ["rules", index, "mode"]);
  if (fields.mode === "shadow") return formatPlace(policy, text, ["mode"]);
  const settings = stage === undefined ? join(folder, "settings.yaml") : locateStageSettings(folder, stage);
  const read = await readFields(settings, cwd);
  return read?.fields.mode === "shadow" ? formatPlace(settings, read.text, ["mode"]) : undefined;
}

async function readFields(file: string, cwd: string) {
  const text = await readFile(resolve(cwd, file), "utf8").catch(() => undefined);
  const fields = text === undefined ? undefined : parseObject(readYaml(file, text).value ?? "");
  return text === undefined || fields === undefined ? undefined : { text, fields };
}

const formatPlace = (file: string, text: string, path: readonly (string | number)[]) =>
  `${file}:${createLocator(text).lineAt(path) ?? 1}`;
