import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGroup } from "../cli/dev/process-group.ts";
import { waitFor } from "../tests/support/wait-for.ts";
import { drawTerminal, type TerminalPicture } from "./terminal-pictures.ts";

/** Milliseconds, for each thing that is waited for; on a machine that does nothing else, some seconds. */
const LIMIT_MS = 120_000;
const RULE = '"Community"]';

/** `npm run dev` with the example policies: a refusal, an allowance, a mistake in an edited policy, and its correction. */
export async function drawDevPicture(): Promise<TerminalPicture> {
  const folder = join(mkdtempSync(join(tmpdir(), "chatgate-pictures-")), "policies");
  cpSync("policies", folder, { recursive: true });
  const file = join(folder, "creation.yaml");
  const policy = readFileSync(file, "utf8");
  const save = (text: string) => {
    writeFileSync(`${file}~`, text);
    renameSync(`${file}~`, file); // never seen half written
  };
  const child = startGroup(
    [
      ...["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "cli/dev/start.ts"],
      ...["--httpPort", "0", "--param", `source=dir:${folder}`],
    ],
    { ...process.env, NO_COLOR: "", FORCE_COLOR: "1", TZ: "UTC" },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  /** What is printed from here on, once it matches. */
  const waitForText = (pattern: RegExp, from = 0) =>
    waitFor(String(pattern), () => pattern.exec(said.slice(from)) ?? undefined, {
      ...{ limitMs: LIMIT_MS, said: () => said },
    });
  try {
    const [, url = ""] = await waitForText(/(http:\S+?\/)\n[\s\S]*policies.*\(set \w+\).*\n/);
    const send = async (groupType: string) => {
      const from = said.length;
      await sendCallback(url, groupType);
      await waitForText(/Group\..* ms.*\n/, from);
    };
    const edit = async (text: string, shown: RegExp) => {
      const from = said.length;
      save(text);
      await waitForText(shown, from);
    };
    await send("AVChatRoom");
    await send("Public");
    const corrected = policy.replace(RULE, RULE.replace("]", ', "AVChatRoom"]'));
    await edit(corrected.replace("groupType in", "groupTyp in"), /stay in force.*\n/);
    await edit(corrected, /reloaded.*\n/);
    await send("AVChatRoom");
  } finally {
    child.kill("SIGTERM"); // ends `serverless offline` too, which leads a group of its own
    await waitFor("its end", () => child.exitCode ?? child.signalCode ?? undefined, { limitMs: LIMIT_MS });
    rmSync(join(folder, ".."), { recursive: true });
  }
  return { path: "docs/pictures/dev.svg", svg: drawTerminal(["$ npm run dev", ...settle(said, folder)]) };
}

/** An example of Chat's requests, signed, for a group of this type. */
async function sendCallback(url: string, groupType: string): Promise<void> {
  const event = JSON.parse(readFileSync("examples/events/refused.json", "utf8")) as {
    readonly rawQueryString: string;
    readonly body: string;
  }; // ours
  const body = JSON.stringify({ ...JSON.parse(event.body), Type: groupType });
  const signal = AbortSignal.timeout(LIMIT_MS);
  await (await fetch(`${url}?${event.rawQueryString}`, { method: "POST", body, signal })).text();
}

/** What differs from run to run as constants: the folder, the port, times of day and durations. */
function settle(said: string, folder: string): readonly string[] {
  let seconds = 0;
  return said
    .trimEnd()
    .replaceAll(folder, "policies")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:3000")
    .replaceAll(/not built: `npm run playground`/g, "http://127.0.0.1:3000/_playground")
    .replaceAll(/\d+ ms/g, "4 ms")
    .replaceAll(/\d\d:\d\d:\d\d/g, () => {
      seconds += 4;
      return `10:00:${String(seconds).padStart(2, "0")}`;
    })
    .split("\n");
}
