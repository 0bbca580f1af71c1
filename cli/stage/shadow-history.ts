import { parseObject } from "../../lib/json.ts";
import { type Manifest, parseManifest } from "../../lib/policy-set/manifest.ts";
import type { StageStore } from "./stage-store.ts";

/** Since when a rule has been in shadow mode without a break. */
export type ShadowStart = {
  readonly set: number;
  /** Milliseconds, by SSM's clock. */
  readonly at: number;
  /** The history goes back no further: it may have been earlier. */
  readonly isOldest: boolean;
};

type Texts = ReadonlyMap<string, string>;
type SetVersion = { readonly set: number; readonly at: number; readonly manifest: Manifest };

/** By rule, `<document>/<id>`; one that is not in shadow mode in the newest set is left out. */
export async function findShadowStarts(
  store: StageStore,
  rules: readonly string[],
): Promise<ReadonlyMap<string, ShadowStart>> {
  if (rules.length === 0 || (await store.get(["manifest"])).length === 0) return new Map();
  const sets = (await store.versions("manifest")).flatMap(({ version, value, at }): readonly SetVersion[] => {
    const manifest = parseManifest(value);
    return manifest === undefined ? [] : [{ set: Number(version), at, manifest }];
  });
  const names = new Set(["settings", ...rules.map((rule) => `policies/${rule.split("/", 1)[0]}`)]);
  const texts = new Map<string, string>();
  for (const name of names)
    for (const { version, value } of await store.versions(name)) texts.set(`${name}:${version}`, value);
  const starts = new Map<string, ShadowStart>();
  for (const rule of rules) {
    const start = findStart(rule, sets, texts);
    if (start !== undefined) starts.set(rule, start);
  }
  return starts;
}

function findStart(rule: string, sets: readonly SetVersion[], texts: Texts): ShadowStart | undefined {
  let start: SetVersion | undefined;
  for (const version of sets.toReversed()) {
    if (!isInShadow(rule, version.manifest, texts)) break;
    start = version;
  }
  return start && { set: start.set, at: start.at, isOldest: start === sets[0] && start.set > 1 };
}

function isInShadow(rule: string, manifest: Manifest, texts: Texts): boolean {
  const [document = "", id] = rule.split("/");
  const content = readPinned(`policies/${document}`, manifest, texts);
  const rules: readonly unknown[] = Array.isArray(content?.rules) ? content.rules : [];
  const found = rules.map((entry) => Object(entry)).find((entry) => entry.id === id);
  if (found === undefined) return false;
  const modes = [readPinned("settings", manifest, texts)?.mode, content?.mode, found.mode];
  return modes.includes("shadow") && !modes.includes("off");
}

function readPinned(name: string, { entries }: Manifest, texts: Texts) {
  const pin = entries.flatMap(({ pins }) => pins).find((pinned) => pinned.name === name);
  return pin && parseObject(texts.get(`${name}:${pin.version}`) ?? "");
}
