import { pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import { Option } from "commander";
import type { GivenLimits } from "../lib/authoring/given-limits.ts";
import type { Scenario } from "../lib/authoring/scenario.ts";
import type { Diagnostic } from "../lib/policy/diagnostic.ts";
import { findParameterFile } from "../lib/policy-set/files.ts";
import type { Parameter } from "../lib/policy-set/parameter.ts";
import type { AuditView } from "../lib/replay/audit-view.ts";
import { createAuditScenario } from "./audit-scenario.ts";
import type { Files } from "./playground-files.ts";
import { findPlaygroundPage } from "./playground-page.ts";
import { completeDiagnostic, describeUsage } from "./report.ts";
import { formatYaml } from "./stage/changes.ts";
import { isListDocument, joinDocuments } from "./stage/documents.ts";

export const createLinkOption = () =>
  new Option(
    "--link [page]",
    "print a link that opens this in the playground: in the page on this disk, or at the address of yours",
  );

/** The page to link to; `failed`: why there is no page. */
export type LinkPage =
  | { readonly kind: "page"; readonly address: string }
  | { readonly kind: "failed"; readonly found: Diagnostic };

/** `link`: as the option gives it, `true` if no address was given. */
export function findLinkPage(link: string | true): LinkPage {
  if (link === true) {
    const page = findPlaygroundPage();
    return page === undefined
      ? { kind: "failed", found: completeDiagnostic({ code: "page-missing" }) }
      : { kind: "page", address: pathToFileURL(page).href };
  }
  if (URL.canParse(link) && /^(?:https?|file):$/.test(new URL(link).protocol))
    return { kind: "page", address: link.replace(/#.*/, "") };
  return { kind: "failed", found: describeUsage(`--link does not take "${link}". Give a page's address.`) };
}

/** The state that playground/share.ts reads. */
const VERSION = 1;
const MAX_STATE_BYTES = 1_000_000;

export type LinkedState = {
  readonly parameters: readonly Parameter[];
  readonly scenario: Scenario;
  readonly given?: GivenLimits;
  /** What the page says when it is opened. */
  readonly note?: string;
};

/** A link with the policies and the request in its fragment, never tokens; undefined: too long for a link. */
export function formatPlaygroundLink(
  address: string,
  { parameters, scenario, given = {}, note }: LinkedState,
): string | undefined {
  const { command, payload, platform, clientIp, now } = scenario;
  const at = new Date(now).toISOString();
  const body = JSON.stringify(payload, null, 2);
  const draft = { command: command.name, body, platform, clientIp, at, given };
  const state = JSON.stringify({ v: VERSION, files: writeFiles(parameters), draft, note });
  if (Buffer.byteLength(state) > MAX_STATE_BYTES) return undefined;
  return `${address}#s=${deflateRawSync(state, { level: 9 }).toString("base64url")}`;
}

export const LINK_TOO_LONG = completeDiagnostic({ code: "link-too-long" }, "warning");

/** Files keep their text; a stage's documents become YAML. */
function writeFiles(parameters: readonly Parameter[]): Files {
  const texts = new Map(
    parameters.flatMap((parameter) =>
      "text" in parameter ? [[parameter.name, String(parameter.text)]] : [],
    ),
  );
  const documents = joinDocuments(parameters).map(({ name, value }) => {
    const text = isListDocument(name) ? `${value.trimEnd()}\n` : (texts.get(name) ?? formatYaml(value));
    return [findParameterFile(name), text] as const;
  });
  return Object.fromEntries(documents);
}

/**
 * A link to the request of an audit line; undefined: too long, or the command is unknown. Facets missing in the line come
 * from the command's sample, and the page says so.
 */
export function formatAuditLink(
  address: string,
  line: AuditView,
  { from, parameters }: { readonly from: string; readonly parameters: readonly Parameter[] },
): string | undefined {
  const found = createAuditScenario(line, () => true);
  if (found === undefined) return undefined;
  const { scenario, assumed } = found;
  const note = [
    `Request ${line.requestId}, from its audit line, under the policies of ${from}. Accounts are hashes.`,
    assumed.length === 0 ? "" : `The line does not have ${assumed.join(", ")}: they are the sample's.`,
  ];
  return formatPlaygroundLink(address, { parameters, scenario, note: note.filter(Boolean).join(" ") });
}
