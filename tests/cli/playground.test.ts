import { symlinkSync } from "node:fs";
import { request } from "node:http";
import { type FileChange, readPlaygroundFiles, savePlaygroundFiles } from "../../cli/playground-files.ts";
import { servePlayground } from "../../cli/playground-server.ts";
import { describeListenError } from "../../cli/report.ts";
import { testRows } from "../support/table.ts";
import { openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

const PAGE = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'none'">
<script type="application/json" id="served"></script>`;
const SECRET = "token-that-stays-out";
const POLICY = "# </script> $& <!--\nrules: []\n";

let terminal: Terminal;
let stop: AbortController;
let closed: Promise<void>;
let url: URL;

const open = async (canSave = false) => {
  const directory = `${terminal.folder}/p`;
  const readFiles = async () => (await readPlaygroundFiles(directory)) ?? {};
  const save = (changes: readonly FileChange[]) => savePlaygroundFiles(directory, changes);
  const source = { page: PAGE, folder: "p", directory, readFiles, ...(canSave && { save }) };
  stop = new AbortController();
  const server = await servePlayground(source, 0, stop.signal);
  url = new URL(server.url);
  ({ closed } = server);
};

beforeEach(async () => {
  terminal = openTerminal({
    "p/settings.yaml": SETTINGS,
    "p/naming.yaml": POLICY,
    "p/naming.test.yaml": "tests: []\n",
    "p/lists/reserved.txt": "admin\n",
    "p/tokens.txt": SECRET,
    "p/.naming.yaml.swp": SECRET,
    "p/notes.md": SECRET,
  });
  await open();
});
afterEach(async () => {
  stop.abort();
  await closed;
  terminal.close();
});

type Answer = { readonly status: number; readonly body: string; readonly headers: Record<string, unknown> };

function call(
  path = url.pathname,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { body: sentBody, ...rest } = options;
    const sent = request({ host: "127.0.0.1", port: url.port, path, ...rest }, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
    });
    sent.on("error", reject).end(sentBody);
  });
}

test("the page has the folder's files in it, and neither tokens nor what is no policy", async () => {
  const { status, body, headers } = await call();
  expect(status).toBe(200);
  const [, block = ""] = /id="served">(.*?)<\/script>/s.exec(body) ?? [];
  expect(JSON.parse(block)).toEqual({
    folder: "p",
    files: {
      "settings.yaml": SETTINGS,
      "naming.yaml": POLICY,
      "naming.test.yaml": "tests: []\n",
      "lists/reserved.txt": "admin\n",
    },
  });
  expect(body).not.toContain(SECRET);
  expect(headers).toMatchObject({
    "content-security-policy": "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
});

testRows(
  [
    {
      name: "another Host: a name that was made to lead here",
      headers: { host: "evil.example" },
      refused: [403, "caller-remote"],
    },
    {
      name: "another Origin",
      headers: { origin: "https://evil.example" },
      refused: [403, "caller-foreign"],
    },
    { name: "a write", method: "POST", refused: [405, "page-read-only"] },
    { name: "a save, if it only reads", method: "POST", below: "save", refused: [405, "page-read-only"] },
    {
      name: "what came through a tunnel",
      headers: { "x-forwarded-for": "192.0.2.1" },
      refused: [403, "caller-remote"],
    },
    { name: "no secret path", path: "/", refused: [404, "page-address-unknown"] },
    { name: "a wrong secret", path: "/AAAAAAAAAAAAAAAAAAAAAA/", refused: [404, "page-address-unknown"] },
    { name: "a file by its path", below: "tokens.txt", refused: [404, "page-address-unknown"] },
  ],
  "refuses $name",
  async ({ headers, method, path, below = "", refused: [status, code] }) => {
    const answer = await call(path ?? `${url.pathname}${below}`, {
      ...(headers && { headers }),
      ...(method && { method }),
    });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(new RegExp(` \\[${code}\\]\n$`));
    expect(answer.body).not.toMatch(/rules|admin|token-/);
  },
);

test("its own Origin and localhost are let in", async () => {
  const host = `localhost:${url.port}`;
  expect((await call(url.pathname, { headers: { host, origin: `http://${host}` } })).status).toBe(200);
});

test("a change of a file is told to pages that listen", async () => {
  const heard = new Promise<string>((resolve) => {
    request({ host: "127.0.0.1", port: url.port, path: `${url.pathname}changes` }, async (response) => {
      let body = "";
      try {
        for await (const chunk of response) {
          body += chunk;
          if (body.startsWith(": listening\n\n") && body.length < 20)
            terminal.write({ "p/naming.yaml": "rules: [1]\n" });
          if (body.includes("data:")) resolve(body);
        }
      } catch {
        // The server closes what listens when it ends.
      }
    }).end();
  });
  const [, data = ""] = /data: (.*)\n\n/.exec(await heard) ?? [];
  expect(JSON.parse(data)).toMatchObject({ "naming.yaml": "rules: [1]\n" });
});

test("a ninth page does not listen", async () => {
  const path = `${url.pathname}changes`;
  for (let page = 0; page < 8; page++)
    await new Promise<void>((resolve) => {
      request({ host: "127.0.0.1", port: url.port, path }, (response) => {
        response.on("error", () => {}); // the server closes what listens when it ends
        response.once("data", () => resolve());
      }).end();
    });
  const { status, body } = await call(path);
  expect({ status, body }).toEqual({ status: 503, body: expect.stringContaining("[pages-too-many]") });
});

testRows(
  [
    {
      line: "playground nowhere",
      err: 'chatgate: "nowhere" is not a folder that can be read. Name another. [not-a-folder]',
    },
    { line: "playground p --port 99999", err: expect.stringContaining("Give a number from 0 to 65535.") },
  ],
  "$line ends with 2 and says why",
  async ({ line, err }) => {
    const ran = await terminal.chatgate(line, { stop: AbortSignal.abort() });
    expect(ran).toMatchObject({ code: 2, err });
  },
);

test("a port that is in use", async () => {
  const port = Number(url.port);
  const source = { page: PAGE, folder: "p", directory: `${terminal.folder}/p`, readFiles: async () => ({}) };
  const error = await servePlayground(source, port, stop.signal).catch((thrown: unknown) => thrown);
  expect(describeListenError(port, error as NodeJS.ErrnoException)).toEqual({
    code: "port-unusable",
    token: url.port,
    details: { cause: "EADDRINUSE" },
  });
});

describe("with --save", () => {
  const JSON_TYPE = { "content-type": "application/json" };
  const save = (changes: unknown, headers: Record<string, string> = JSON_TYPE) =>
    call(`${url.pathname}save`, { method: "POST", headers, body: JSON.stringify(changes) });

  beforeEach(async () => {
    stop.abort();
    await closed;
    await open(true);
  });

  test("files are changed, made and removed", async () => {
    const answer = await save([
      { path: "naming.yaml", before: POLICY, after: "rules: [1]\n" },
      { path: "lists/new.txt", before: null, after: "a\n" },
      { path: "naming.test.yaml", before: "tests: []\n", after: null },
    ]);
    expect(answer).toMatchObject({
      status: 200,
      body: '{"saved":["naming.yaml","lists/new.txt","naming.test.yaml"]}',
    });
    expect(await readPlaygroundFiles(`${terminal.folder}/p`)).toEqual({
      "settings.yaml": SETTINGS,
      "naming.yaml": "rules: [1]\n",
      "lists/reserved.txt": "admin\n",
      "lists/new.txt": "a\n",
    });
  });

  const own = { path: "settings.yaml", before: SETTINGS, after: "sdkAppIds: [1]\n" };

  testRows(
    [
      {
        name: "a file that was changed on disk",
        path: "naming.yaml",
        before: "rules: [2]\n",
        refused: [409, "file-changed"],
      },
      {
        name: "a file that is there, as a new one",
        path: "naming.yaml",
        before: null,
        refused: [409, "file-changed"],
      },
      { name: "tokens", path: "tokens.txt", before: SECRET, refused: [409, "not-a-policy-file"] },
      {
        name: "a file outside",
        path: "../p/naming.yaml",
        before: POLICY,
        refused: [409, "not-a-policy-file"],
      },
      {
        name: "a file by its full path",
        path: "/tmp/naming.yaml",
        before: null,
        refused: [409, "not-a-policy-file"],
      },
      {
        name: "a folder of another name",
        path: "stages/dev.yaml",
        before: null,
        refused: [409, "not-a-policy-file"],
      },
      { name: "what is no policy", path: "notes.md", before: SECRET, refused: [409, "not-a-policy-file"] },
      { name: "a hidden file", path: ".naming.yaml", before: null, refused: [409, "not-a-policy-file"] },
      { name: "a link", path: "lists/linked.txt", before: null, refused: [409, "link-in-folder"] },
      {
        name: "a long file",
        path: "new.yaml",
        before: null,
        after: "#".repeat(1_000_001),
        refused: [409, "file-too-large"],
      },
      {
        name: "too much",
        path: "new.yaml",
        before: null,
        after: "#".repeat(4_000_000),
        refused: [400, "save-unreadable"],
      },
      { name: "what is no change", path: "new.yaml", before: 5, refused: [400, "save-unreadable"] },
      {
        name: "a form of another site",
        path: "new.yaml",
        before: null,
        headers: {},
        refused: [415, "save-unreadable"],
      },
      {
        name: "a request of another site",
        path: "new.yaml",
        before: null,
        refused: [403, "caller-foreign"],
        headers: { ...JSON_TYPE, origin: "https://evil.example" },
      },
    ],
    "$name is not written, nor what comes with it",
    async ({ path, before, after = "x\n", headers, refused: [status, code] }) => {
      symlinkSync("reserved.txt", `${terminal.folder}/p/lists/linked.txt`);
      const answer = await save([own, { path, before, after }], headers);
      expect(answer.status).toBe(status);
      expect(answer.body).toContain(` [${code}]`);
      expect(terminal.read("p/settings.yaml")).toBe(SETTINGS);
      expect(terminal.read("p/naming.yaml")).toBe(POLICY);
      expect(terminal.read("p/tokens.txt")).toBe(SECRET);
    },
  );
});
