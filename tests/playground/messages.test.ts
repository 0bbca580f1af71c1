import { readFileSync } from "node:fs";
import { LEFT_OUT_MESSAGES, makePlaygroundPage } from "../../scripts/playground-page.ts";
import { describeInBrowser } from "./browser.ts";

// It bundles the page, on a busy machine.
const isLeftOut = (path: string) =>
  LEFT_OUT_MESSAGES.some((name) => path.endsWith(`messages/${name}-messages.ts`));

/** Words of other vocabularies: faults of a destination, reasons of a rejection. */
const SAME_WORDS = [
  ...["url-invalid", "authentication-off"],
  ...["sign-mismatch", "request-time-stale", "no-token-configured"],
];

// Not the browser, but the packages of the page are needed, which a clone installs with it.
describeInBrowser("the page's messages", () => {
  test("no code of the messages that the page goes without can come up in it", async () => {
    const { metafile } = await makePlaygroundPage();
    const inputs = Object.keys(metafile.inputs);
    const all = inputs.filter(isLeftOut).flatMap((path) => {
      const keys = [...readFileSync(path, "utf8").matchAll(/^ {2}"?([a-z][a-z0-9-]*)"?: /gm)];
      return keys.map(([, code = ""]) => code);
    });
    expect(all).toEqual(expect.arrayContaining(SAME_WORDS));
    const codes = all.filter((code) => !SAME_WORDS.includes(code));
    expect(codes.length).toBeGreaterThan(80);
    const own = inputs.filter(
      (path) => /^(?:lib|playground)\//.test(path) && !path.includes("/messages/") && !isCodeList(path),
    );
    expect(own.length).toBeGreaterThan(100);
    const met = own.flatMap((path) => {
      const text = readFileSync(path, "utf8");
      return codes.filter((code) => text.includes(`"${code}"`)).map((code) => `${path}: ${code}`);
    });
    expect(met).toEqual([]);
  });
});

/** Where every code is declared. */
const isCodeList = (path: string) => /^lib\/policy\/diagnostic(?:-codes)?\.ts$/.test(path);
