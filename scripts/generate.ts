/**
 * Writes every generated file of this repository. With `--check` it writes nothing, lists outdated files
 * and exits 1.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { commandDocs } from "./generate/command-docs.ts";
import { commandDocsIndex, commandIndex } from "./generate/command-index.ts";
import { confusables } from "./generate/confusables.ts";
import { costsDocs } from "./generate/costs.ts";
import { diagnosticsDocs } from "./generate/diagnostics-docs.ts";
import {
  policySchema,
  policyTestSchema,
  replayLabelsSchema,
  settingsEditorSchema,
} from "./generate/editor-schemas.ts";
import { evasionDocs } from "./generate/evasion-docs.ts";
import { commandNames, eventSchemas, eventTypes } from "./generate/event-schemas.ts";
import { findMissingText, type Generated } from "./generate/generated.ts";
import { languageDocs } from "./generate/language-docs.ts";

const all: readonly Generated[] = [
  confusables,
  commandIndex,
  commandDocsIndex,
  commandDocs,
  policySchema,
  settingsEditorSchema,
  policyTestSchema,
  replayLabelsSchema,
  languageDocs,
  evasionDocs,
  costsDocs,
  diagnosticsDocs,
  ...eventSchemas,
  eventTypes,
  commandNames,
];

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });

const root = new URL("../", import.meta.url);
for (const generated of all) {
  const { path } = generated;
  const text = await findMissingText(generated, root);
  if (text === undefined) continue;
  if (values.check) {
    console.error(`${path} is not current: run \`npm run generate\` and commit it.`);
    process.exitCode = 1;
  } else {
    const file = fileURLToPath(new URL(path, root));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
