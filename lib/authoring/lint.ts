import { mappedFacets } from "../commands/facet-reading.ts";
import { convertFacet, facets, isFacet, words } from "../commands/facets.ts";
import { commandDocs } from "../commands/generated/docs.ts";
import { commands } from "../commands/generated/index.ts";
import { commandsOn } from "../policy/coverage.ts";
import type { PolicyDocument, Rule } from "../policy/document.ts";
import { type Fault, positionAt } from "../policy/fault.ts";
import { didYouMean } from "../policy/suggest.ts";
import type { PolicySet } from "../policy-set/check-set.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import { examine, type Stranger } from "./satisfiability.ts";

/** What the gate takes, and what is probably not meant. */
export type Lint = Fault & { readonly lint: string };

/** Over parameters that check, as `set`. */
export function lint(parameters: readonly Parameter[], set: PolicySet, now: number): readonly Lint[] {
  const documents = parameters
    .filter(({ name }) => name.startsWith("policies/"))
    .map(({ name, value }) => ({ name, content: JSON.parse(value) as PolicyDocument })); // it checks
  const ofRules = documents.flatMap(({ name, content }) =>
    content.rules.flatMap((rule, index) =>
      [...withoutMessage(rule, name, set), ...conditionLints(rule), ...expiredExemptions(rule, now)].map(
        (found) => ({ ...found, document: name, rule: rule.id, path: ["rules", index, ...found.path] }),
      ),
    ),
  );
  return [
    ...wideTolerance(set),
    ...ofRules,
    ...unguardedSiblings(documents, set),
    ...unusedLists(parameters, documents),
  ];
}

type InRule = Pick<Lint, "lint" | "path" | "at" | "message">;
type Named = { readonly name: string; readonly content: PolicyDocument };

const coveredBy = ({ on }: Rule) => [on].flat().flatMap((pattern) => commandsOn(pattern, commands));

function withoutMessage(rule: Rule, document: string, set: PolicySet): readonly InRule[] {
  if (rule.deny === undefined || rule.deny.message !== undefined) return [];
  const id = `${document.slice("policies/".length)}/${rule.id}`;
  const isSeen = coveredBy(rule).some(({ name, reply }) => {
    if (reply.phase === "after" || reply.codes === null) return false;
    const perTarget = set.rulesFor(name).some((compiled) => compiled.rule === id && compiled.perTarget);
    return !(perTarget && reply.partialDenial === "named"); // such refusals carry no message
  });
  const message = "refuses without a message: the user sees an error and not why; give it a `message`";
  return isSeen ? [{ lint: "no-message", path: ["deny"], message }] : [];
}

function conditionLints({ when }: Rule): readonly InRule[] {
  if (when === undefined) return [];
  const { never, strangers } = examine(when);
  const so = never ? ", so the rule never holds" : "";
  const unknown = strangers.map((stranger) => ({
    lint: never ? "never-holds" : "unknown-word",
    path: ["when"],
    at: positionAt(when, stranger.offset),
    message: describe(stranger, so),
  }));
  if (!never || unknown.length > 0) return unknown;
  const message = "no request can make this true: the rule never holds";
  return [{ lint: "never-holds", path: ["when"], at: { line: 1, column: 1 }, message }];
}

function describe({ facet, word }: Stranger, so: string): string {
  const read = isFacet(facet) ? String(convertFacet(facet, word)) : word;
  if (read !== word) return `${facet} is never "${word}"${so}: Chat's "${word}" reads as "${read}"`;
  const known = words[facet] ?? [];
  return `Chat sends no ${facet} "${word}"${so}: it is one of ${known.join(", ")}.${didYouMean(word, known)}`;
}

function expiredExemptions({ unless = [] }: Rule, now: number): readonly InRule[] {
  const today = new Date(now).toISOString().slice(0, 10);
  return unless.flatMap(({ until }, index) =>
    until === undefined || until >= today
      ? []
      : [
          {
            lint: "expired-exemption",
            path: ["unless", index, "until"],
            message: `this exemption ended on ${until}: take it out, or give it another day`,
          },
        ],
  );
}

function unguardedSiblings(documents: readonly Named[], set: PolicySet): readonly Lint[] {
  const warned = new Set<string>();
  return documents.flatMap(({ name, content }) =>
    content.rules.flatMap((rule, index): readonly Lint[] => {
      if (rule.deny === undefined) return [];
      const siblings = coveredBy(rule).flatMap((command) => commandDocs.get(command.name)?.changedBy ?? []);
      const open = siblings.filter(
        (sibling) => !warned.has(sibling) && set.rulesFor(sibling).length === 0 && sharesText(rule, sibling),
      );
      for (const sibling of open) warned.add(sibling);
      if (open.length === 0) return [];
      const message = `whoever is refused here can change it right afterwards, and no rule looks: observe ${open.join(", ")} too`;
      return [
        { lint: "unguarded-sibling", document: name, rule: rule.id, path: ["rules", index, "on"], message },
      ];
    }),
  );
}

/** Whether the rule looks at what people write, and the other command tells of the same. */
function sharesText({ when = "" }: Rule, command: string): boolean {
  const sibling = commands.get(command);
  if (sibling === undefined) return false;
  return mappedFacets(sibling).some(
    (facet) => facets[facet].kind.startsWith("text") && new RegExp(`\\b${facet}\\b`).test(when),
  );
}

function unusedLists(parameters: readonly Parameter[], documents: readonly Named[]): readonly Lint[] {
  const lists = new Set(
    parameters.flatMap(({ name }) => (name.startsWith("lists/") ? [name.split("/")[1] ?? ""] : [])),
  );
  const rules = documents.flatMap(({ content }) => content.rules);
  const texts = rules.flatMap(({ when = "", unless = [] }) => [
    when,
    ...unless.flatMap(({ account }) => (typeof account === "string" ? [account] : [])),
  ]);
  const used = new Set([
    ...texts.flatMap((text) => [...text.matchAll(/\blists\.([\w-]+)/g)].map(([, name]) => name)),
    ...rules.map(({ mask }) => mask?.list),
  ]);
  return [...lists]
    .filter((name) => !used.has(name))
    .map((name) => ({
      lint: "unused-list",
      document: `lists/${name}`,
      path: [],
      message: "no rule uses this list: remove it, or name it in a rule",
    }));
}

/** A captured callback can be sent again for so long, with any body. */
const WIDE_SECONDS = 300;

function wideTolerance({ settings }: PolicySet): readonly Lint[] {
  if (settings.toleranceSeconds <= WIDE_SECONDS) return [];
  const message = `over ${WIDE_SECONDS} seconds, in which a captured callback can be sent again: good for trying things out, never for a deployed stage`;
  return [{ lint: "wide-tolerance", document: "settings", path: ["toleranceSeconds"], message }];
}
