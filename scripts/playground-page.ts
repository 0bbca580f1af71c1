import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { minify } from "@swc/core";
import { build, type Metafile, type Plugin, transform } from "esbuild";
import { parse } from "yaml";
import { functionDocs } from "../lib/policy/functions/docs.ts";
import type { Explained, KeyText, Library, Recipe } from "../playground/library.ts";
import { formatPlainTypes, listCelFunctions } from "./generate/cel-reference.ts";

const readText = (path: string) => readFileSync(path, "utf8");
const listPolicyFiles = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".yaml"));
/** Removes the editors' schema line: the page does not have that file. */
const readPolicy = (path: string) => readText(path).replace(/^# yaml-language-server:.*\n/, "");

function readStarter(): Library["starter"] {
  const names = [...listPolicyFiles("policies/"), "lists/reserved.txt"];
  const files = Object.fromEntries(names.map((name) => [name, readPolicy(`policies/${name}`)]));
  return { ...files, "settings.yaml": "sdkAppIds: [1400000000]\n" }; // the examples' settings accept signatures for ten years
}

/** The cookbook's policies, each with what it needs to run. */
function readRecipes(): readonly Recipe[] {
  const folder = "policies/cookbook/";
  return listPolicyFiles(folder)
    .filter((name) => name !== "settings.yaml" && !name.endsWith(".test.yaml"))
    .map((file) => {
      const name = file.replace(".yaml", "");
      const policy = readPolicy(`${folder}${file}`);
      const tests = readPolicy(`${folder}${name}.test.yaml`);
      const lists = [...policy.matchAll(/\blists\.([\w-]+)|\blist: ([\w-]+)/g)].map(
        ([, used, masked]) => used ?? masked,
      );
      const paths = [...new Set(lists)].map((list) => `lists/${list}.txt`);
      // A comment may name a missing list.
      const present = paths.filter((path) => existsSync(`${folder}${path}`));
      return {
        name,
        about: (parse(policy) as { readonly description: string }).description, // tests/docs/cookbook.test.ts checks that each has one
        files: {
          "settings.yaml": readPolicy(`${folder}settings.yaml`),
          [file]: policy,
          [`${name}.test.yaml`]: tests,
          ...Object.fromEntries(present.map((path) => [path, readText(`${folder}${path}`)])),
        },
      };
    });
}

function readFunctions(): readonly Explained[] {
  const nameIn = (signature: string) => /(\w+)\(/.exec(signature)?.[1] ?? "";
  const ours = functionDocs.map(({ name, signature, about }) => ({
    name,
    signature: formatPlainTypes(signature),
    about,
  }));
  const builtIn = listCelFunctions().flatMap((group) =>
    group.functions.flatMap(({ written, about }) =>
      written.split("<br>").map((part) => {
        const signature = part.replaceAll("`", "");
        return { name: nameIn(signature), signature, about };
      }),
    ),
  );
  return [...ours, ...builtIn];
}

type JsonSchema = {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
};

function readKeys(): Library["keys"] {
  const schema = (name: string) => JSON.parse(readText(`policies/schema/${name}.schema.json`)) as JsonSchema; // generated here
  const listKeyTexts = ({ properties = {} }: JsonSchema = {}): readonly KeyText[] =>
    Object.entries(properties)
      .filter(([name]) => name !== "$schema")
      .map(([name, { description = "" }]) => ({ name, about: description }));
  const policy = schema("policy");
  return {
    settings: listKeyTexts(schema("settings")),
    document: listKeyTexts(policy),
    rule: listKeyTexts(policy.properties?.rules?.items),
    test: listKeyTexts(schema("policy-test").properties?.tests?.items),
  };
}

/** Messages about the command line, stages, logs and AWS, which the page never shows: 35 KB. A test checks that. */
export const LEFT_OUT_MESSAGES: readonly string[] = [
  ...["endpoint", "label", "log", "note"],
  ...["stage", "stage-change", "tool"],
];

const withoutMessages: Plugin = {
  name: "without messages that a page never meets",
  setup: ({ onLoad }) => {
    onLoad(
      { filter: new RegExp(`messages/(?:${LEFT_OUT_MESSAGES.join("|")})-messages\\.ts$`) },
      ({ path }) => {
        const [, exported = ""] = /export const (\w+Messages)\b/.exec(readText(path)) ?? [];
        return { contents: `export const ${exported} = {};` };
      },
    );
  },
};

const STYLES: readonly string[] = ["results", "editor", "style"];

export type PlaygroundPage = { readonly html: string; readonly metafile: Metafile };

let made: Promise<PlaygroundPage> | undefined;

/**
 * Builds the self-contained page, with a content security policy that allows no request. Run from the repository's root;
 * built once in a process.
 */
export function makePlaygroundPage(): Promise<PlaygroundPage> {
  made ??= buildPage();
  return made;
}

/** Minifies again after esbuild: 3 % smaller, gzipped. */
async function minifyAgain(script: string): Promise<string> {
  const { code } = await minify(script, {
    module: true,
    ecma: 2022,
    compress: { passes: 2, ecma: 2022 },
    mangle: true,
    format: { comments: false, inlineScript: true }, // no `</script>` in texts
  });
  return code;
}

async function buildPage(): Promise<PlaygroundPage> {
  const { outputFiles, metafile } = await build({
    entryPoints: ["playground/main.ts"],
    nodePaths: ["tools/browser/node_modules"],
    bundle: true,
    minify: true,
    write: false,
    platform: "browser",
    format: "esm",
    target: "es2024",
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    plugins: [withoutMessages],
  });
  const css = STYLES.map((name) => readText(`playground/${name}.css`)).join("");
  const { code: style } = await transform(css, { loader: "css", minify: true });
  const script = await minifyAgain(outputFiles[0]?.text ?? "");
  const library: Library = {
    starter: readStarter(),
    recipes: readRecipes(),
    functions: readFunctions(),
    keys: readKeys(),
  };
  const parts: Readonly<Record<string, string>> = {
    "/* STYLE */": style.trim(),
    "/* SCRIPT */": script,
    SCRIPT_HASH: `sha256-${createHash("sha256").update(script).digest("base64")}`,
    '"LIBRARY"': deflateRawSync(JSON.stringify(library), { level: 9 }).toString("base64url"),
  };
  const html = readText("playground/page.html").replace(
    /\/\* STYLE \*\/|\/\* SCRIPT \*\/|SCRIPT_HASH|"LIBRARY"/g,
    (part) => parts[part] ?? part,
  );
  return { html, metafile };
}
