import { openTerminal, SETTINGS } from "./terminal.ts";

/** `policy check` over these files of `policies/`; its exit code and all it said. */
export async function checkFiles(
  files: Readonly<Record<string, string>>,
  options = "",
): Promise<readonly [number, string]> {
  const there = Object.entries({ "settings.yaml": SETTINGS, ...files }).map(([name, text]) => [
    `policies/${name}`,
    text,
  ]);
  const terminal = openTerminal(Object.fromEntries(there));
  const { code, out, err } = await terminal.chatgate(`policy check ${options}`);
  terminal.close();
  expect(err).toBe("");
  return [code, out];
}
