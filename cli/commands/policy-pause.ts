import type { Command as Program } from "commander";
import { parseKnownJson } from "../../lib/json.ts";
import type { PolicyDocument } from "../../lib/policy/document.ts";
import { findNearest } from "../../lib/policy/suggest.ts";
import type { Io } from "../io.ts";
import {
  createDryRunOption,
  createJsonOption,
  createReasonOption,
  createYesOption,
  formatExamples,
  parseDurationOption,
} from "../options.ts";
import { reportUsageError } from "../report.ts";
import { type ChangeOptions, changeSet } from "../stage/change-set.ts";
import { formatStoredText } from "../stage/documents.ts";
import { createRegionOption, createStageOption } from "../stage/with-stage.ts";

export function registerPolicyPause(policy: Program, io: Io): void {
  policy
    .command("pause")
    .description("Put one rule in shadow mode for a limited time, as one new set.")
    .argument("<rule>", "<document>/<rule>, as the audit log names it")
    .addOption(createStageOption())
    .requiredOption("--for <time>", "how long, e.g. 30m, 1h, 7d", parseDurationOption)
    .addOption(createReasonOption())
    .addOption(createDryRunOption())
    .addOption(createYesOption())
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        'policy pause creation/group-types --stage dev --for 1h --reason "Refuses an event" --yes',
      ),
    )
    .action(async (rule: string, options: PauseOptions) => io.exit(await pauseRule(rule, options, io)));
}

type PauseOptions = ChangeOptions & { readonly for: number };

async function pauseRule(rule: string, options: PauseOptions, io: Io): Promise<number> {
  const [, document, id] = /^([\w.-]+)\/([\w-]+)$/.exec(rule) ?? [];
  if (document === undefined)
    return reportUsageError(io, `"${rule}" is not a rule. Write <document>/<rule>.`);
  const until = new Date(io.now() + options.for).toISOString().replace(/\.\d{3}/, ""); // whole seconds
  return changeSet(
    {
      ...{ action: "policy pause", what: rule, needsReader2: true },
      change: (documents, reason) => {
        const name = `policies/${document}`;
        const stored = documents.find((inForce) => inForce.name === name);
        if (stored === undefined) return { code: "document-missing", token: name };
        const content = parseKnownJson(stored.value) as PolicyDocument; // of a set that was checked
        const names = content.rules.map((known) => `${document}/${known.id}`);
        if (!names.includes(rule))
          return { code: "unknown-rule", token: rule, suggestion: findNearest(rule, names) };
        const rules = content.rules.map((known) =>
          known.id === id ? { ...known, pause: { until, reason } } : known,
        );
        return { name, value: formatStoredText({ name, value: JSON.stringify({ ...content, rules }) }) };
      },
    },
    options,
    io,
  );
}
