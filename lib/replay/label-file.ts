import * as z from "zod/mini";
import type { Command } from "../commands/define-command.ts";
import { formatType } from "../policy/cel/format-type.ts";
import type { Type } from "../policy/cel/types.ts";
import { type Condition, checkCondition } from "../policy/check-condition.ts";
import { checkCovered } from "../policy/check-rule.ts";
import {
  type Checked,
  type Diagnostic,
  type DiagnosticWith,
  placeDiagnostic,
  type UnplacedDiagnostic,
} from "../policy/diagnostic.ts";
import { durationSchema, identifierSchema, textSchema } from "../policy/document.ts";
import { createLanguage, type Expression, type Language } from "../policy/expression.ts";
import { parsePeriod } from "../policy/limit.ts";
import { readLists } from "../policy-set/lists.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import { readJson } from "../policy-set/read-json.ts";

/** Each keeps up to the number of keys in label-tally.ts. */
const MAX_LABELS = 10;
const patternsSchema = () => z.union([textSchema(), z.array(textSchema()).check(z.minLength(1))]);

const label = () =>
  z.strictObject({
    id: identifierSchema(),
    description: z.optional(z.string()),
    of: patternsSchema(),
    key: textSchema(),
    from: patternsSchema(),
    when: z.optional(textSchema()),
    keys: textSchema(),
    within: z._default(durationSchema(), "7d"),
  });

/** `replay.labels.yaml`: requests whose effect was undone later, as after-commands report. */
export const labelsSchema = () =>
  z.strictObject({
    $schema: z.optional(z.string()),
    labels: z.array(label()).check(z.minLength(1), z.maxLength(MAX_LABELS)),
  });

type LabelFile = z.output<ReturnType<typeof labelsSchema>>;
type LabelText = LabelFile["labels"][number];

/** A label ready to use. */
export type Label = {
  readonly id: string;
  /** Milliseconds after a request in which it can get the label. */
  readonly within: number;
  /** By command that can be refused: what names the request. */
  readonly of: ReadonlyMap<string, Expression>;
  /** By command that reports it. */
  readonly from: ReadonlyMap<string, { readonly when: Expression | undefined; readonly keys: Expression }>;
};

/** What the document is called in diagnostics. */
export const LABELS_DOCUMENT = "replay.labels";
const [SHORTEST, LONGEST] = ["1m", "30d"] as const;

/** `text`: the file as JSON. `parameters`: of the set whose lists conditions may name. */
export function checkLabels(
  text: string,
  commands: ReadonlyMap<string, Command>,
  parameters: readonly Parameter[],
): Checked<readonly Label[]> {
  const read = readJson(LABELS_DOCUMENT, text, labelsSchema());
  if (read.value === undefined) return { diagnostics: read.diagnostics };
  const { labels } = read.value as LabelFile; // labelsSchema's output
  const language = createLanguage(readLists(parameters).lists);
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const checked = labels.flatMap((written, index) => {
    const { value, diagnostics: found } = checkLabel(written, commands, language);
    const repeated: readonly UnplacedDiagnostic[] = seen.has(written.id)
      ? [{ code: "label-repeated", path: ["id"], token: written.id }]
      : [];
    seen.add(written.id);
    for (const one of [...repeated, ...found])
      diagnostics.push(
        placeDiagnostic(one, { severity: "error", document: LABELS_DOCUMENT }, ["labels", index]),
      );
    return value ?? [];
  });
  return diagnostics.length > 0 ? { diagnostics } : { value: checked, diagnostics };
}

type Found = readonly UnplacedDiagnostic[];

function checkLabel(
  { id, of, key, from, when, keys, within }: LabelText,
  commands: ReadonlyMap<string, Command>,
  language: Language,
): Checked<Label, UnplacedDiagnostic> {
  const [asking, telling] = [checkCovered(of, "of", commands), checkCovered(from, "from", commands)];
  const named = checkKey("key", key, asking.covered, language);
  const telltale = checkCondition(when, telling.covered, language);
  const regretted = checkKey("keys", keys, telling.covered, language);
  const ms = parsePeriod(within);
  const isOutside = ms < parsePeriod(SHORTEST) || ms > parsePeriod(LONGEST);
  const diagnostics: Found = [
    ...asking.diagnostics,
    ...checkPhase("of", asking.covered, "before"),
    ...named.diagnostics,
    ...telling.diagnostics,
    ...checkPhase("from", telling.covered, "after"),
    ...telltale.diagnostics,
    ...regretted.diagnostics,
    ...(isOutside
      ? [
          {
            ...{ code: "label-within" as const, path: ["within"], token: within },
            details: { shortest: SHORTEST, longest: LONGEST },
          },
        ]
      : []),
  ];
  if (diagnostics.length > 0) return { diagnostics };
  const byCommand = new Map(
    telling.covered.flatMap((command) => {
      const expression = regretted.value?.(command);
      return expression === undefined
        ? []
        : [[command.name, { when: telltale.value(command), keys: expression }] as const];
    }),
  );
  const asked = asking.covered.flatMap((command) => {
    const expression = named.value?.(command);
    return expression === undefined ? [] : [[command.name, expression] as const];
  });
  return { value: { id, within: ms, of: new Map(asked), from: byCommand }, diagnostics };
}

function checkPhase(key: "of" | "from", covered: readonly Command[], wanted: "before" | "after"): Found {
  const wrong = covered.filter(({ reply }) => reply.phase !== wanted).map(({ name }) => name);
  return wrong.length === 0
    ? []
    : [{ code: "label-phase", path: [key], details: { commands: wrong, wanted } }];
}

/** An expression that names one thing; `keys` may name several. */
function checkKey(
  key: "key" | "keys",
  source: string,
  covered: readonly Command[],
  language: Language,
): Checked<Condition, UnplacedDiagnostic> {
  const { value, diagnostics } = checkCondition(source, covered, language, "any");
  if (diagnostics.length > 0)
    return { diagnostics: diagnostics.map((found) => ({ ...found, path: [key] }) as UnplacedDiagnostic) }; // of the condition's own kinds still
  const isList = key === "keys";
  const wrong = covered
    .map((command) => value(command)?.program.type)
    .find(
      (type) => type !== undefined && !isName(type) && !(isList && type.kind === "list" && isName(type.item)),
    );
  if (wrong === undefined) return { value, diagnostics: [] };
  const found: Pick<DiagnosticWith<"label-key-type">, "code" | "path" | "token" | "details"> = {
    ...{ code: "label-key-type", path: [key], token: source },
    details: { found: formatType(wrong), isList },
  };
  return { diagnostics: [found] };
}

const isName = ({ kind }: Type) => ["string", "int", "double", "dyn"].includes(kind);
