import type { Diagnostic, DiagnosticCode } from "../../policy/diagnostic.ts";
import { conditionMessages } from "./condition-messages.ts";
import { endpointMessages } from "./endpoint-messages.ts";
import { fileMessages } from "./file-messages.ts";
import { formMessages } from "./form-messages.ts";
import { labelMessages } from "./label-messages.ts";
import { limitMessages } from "./limit-messages.ts";
import { lintMessages } from "./lint-messages.ts";
import { logMessages } from "./log-messages.ts";
import type { Message } from "./message.ts";
import { noteMessages } from "./note-messages.ts";
import { listMessages, ruleMessages } from "./rule-messages.ts";
import { stageChangeMessages } from "./stage-change-messages.ts";
import { stageMessages } from "./stage-messages.ts";
import { syntaxMessages } from "./syntax-messages.ts";
import { testMessages } from "./test-messages.ts";
import { toolMessages } from "./tool-messages.ts";

/** In the order of docs/diagnostics.md. */
export const messageGroups = {
  "Files and YAML": fileMessages,
  "Keys and values": formMessages,
  Lists: listMessages,
  Rules: ruleMessages,
  "Conditions: syntax": syntaxMessages,
  "Conditions: names, types and values": conditionMessages,
  Limits: limitMessages,
  "Labels for replay": labelMessages,
  Warnings: lintMessages,
  "Tests, and changes to a callback": testMessages,
  "Command line and files": toolMessages,
  "Deployed stages": stageMessages,
  "Changes of a stage": stageChangeMessages,
  "Notes on a set": noteMessages,
  "Logs, events, recordings and replays": logMessages,
  "Endpoint and AWS": endpointMessages,
};

export const messages = {
  ...fileMessages,
  ...formMessages,
  ...listMessages,
  ...ruleMessages,
  ...syntaxMessages,
  ...conditionMessages,
  ...limitMessages,
  ...labelMessages,
  ...lintMessages,
  ...testMessages,
  ...toolMessages,
  ...stageMessages,
  ...stageChangeMessages,
  ...noteMessages,
  ...logMessages,
  ...endpointMessages,
} satisfies { readonly [Code in DiagnosticCode]: Message<Code> };

/** The problem, then what to do. */
export function describeDiagnostic(diagnostic: Diagnostic): string {
  const { text } = messages[diagnostic.code] as { readonly text: (diagnostic: Diagnostic) => string }; // each code's own, by the type of `messages`
  return text(diagnostic);
}

/** The same with its place and code, if no file is known: `policies/naming, rule names, on: … [unknown-command]`. */
export function formatSentence(diagnostic: Diagnostic): string {
  const { code, document, rule, path, at } = diagnostic;
  const isInRule = path[0] === "rules" && path.length > 1;
  const key = (isInRule ? path.slice(2) : path).join(".");
  const position = at === undefined ? "" : `${at.line}:${at.column}`;
  const place = [
    document,
    isInRule ? `rule ${rule ?? Number(path[1]) + 1}` : "",
    [key, position].filter(Boolean).join(" "),
  ]
    .filter(Boolean)
    .join(", ");
  return `${place === "" ? "" : `${place}: `}${describeDiagnostic(diagnostic)} [${code}]`;
}
