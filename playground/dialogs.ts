import { makeButton, showText } from "./dom.ts";
import type { CallbackDraft, Explanation, Files, Scenario } from "./engine.ts";
import { sortPaths } from "./file-tabs.ts";
import { encodeState, type SharedState } from "./share.ts";
import { describeVerdict } from "./verdict.ts";
import { writePolicyTest } from "./write-test.ts";

/** Shows a link to the state, or says why it is too long. */
export async function offerLink(state: SharedState): Promise<string | undefined> {
  const fragment = await encodeState(state).catch(() => undefined); // encodeState throws if the state is too large
  if (fragment === undefined) return "This is too much for a link. Delete the files that it does not need.";
  const about =
    "The link holds your policies and this request, and no token. It is a fragment: browsers send it to no server.";
  showText("Link", about, location.href.replace(/#.*/, "") + fragment);
  return undefined;
}

/** A request and its decision. */
export type Decided = { readonly scenario: Scenario; readonly explanation: Explanation };

/** Shows the request as a test, to copy or to add to a file. */
export function offerTest(
  { scenario, explanation }: Decided,
  draft: CallbackDraft,
  files: Files,
  add: (path: string, text: string) => void,
): void {
  const { verdict } = describeVerdict(explanation);
  const text = writePolicyTest(
    scenario,
    explanation,
    draft,
    `${verdict} ${scenario.command.name.split(".")[1]}`,
  );
  const deciding = explanation.rules.find(({ effect }) => effect !== "pass")?.rule.split("/")[0];
  const document = deciding ?? sortPaths(files)[0]?.replace(/(\.test)?\.yaml$/, "") ?? "policy";
  const path = `${document}.test.yaml`;
  const button = makeButton(`Add to ${path}`, () =>
    add(path, `${(files[path] ?? "tests:").trimEnd()}\n\n${text}\n`),
  );
  const about =
    "The request as it is, and what is decided about it. Give it the name that says what it shows.";
  showText("Test", about, text, [button]);
}
