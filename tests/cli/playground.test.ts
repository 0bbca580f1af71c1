import { request } from "node:http";
import { readPlaygroundFiles } from "../../cli/commands/playground.ts";
import { servePlayground } from "../../cli/playground-server.ts";
import { openTerminal, SETTINGS, type Terminal } from "./terminal.ts";

const PAGE = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'none'">
<script type="application/json" id="served"></script>`;
const SECRET = "token-that-stays-out";
const POLICY = "# </script> $& <!--\nrules: []\n";

let terminal: Terminal;
let stop: AbortController;
let closed: Promise<void>;
let url: URL;

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
  stop = new AbortController();
  const directory = `${terminal.folder}/p`;
  const readFiles = async () => (await readPlaygroundFiles(directory)) ?? {};
  const server = await servePlayground({ page: PAGE, folder: "p", directory, readFiles }, 0, stop.signal);
  url = new URL(server.url);
  ({ closed } = server);
});
afterEach(async () => {
  stop.abort();
  await closed;
  terminal.close();
});

type Answer = { readonly status: number; readonly body: string; readonly headers: Record<string, unknown> };

function call(
  path = url.pathname,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: url.port, path, ...options }, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
    });
    sent.on("error", reject).end();
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

test.each([
  {
    title: "another Host: a name that was made to lead here",
    headers: { host: "evil.example" },
    status: 403,
  },
  { title: "another Origin", headers: { origin: "https://evil.example" }, status: 403 },
  { title: "a write", method: "POST", status: 405 },
  { title: "no secret path", path: "/", status: 404 },
  { title: "a wrong secret", path: "/AAAAAAAAAAAAAAAAAAAAAA/", status: 404 },
  { title: "a file by its path", below: "tokens.txt", status: 404 },
])("refuses $title", async ({ headers, method, path, below = "", status }) => {
  const answer = await call(path ?? `${url.pathname}${below}`, {
    ...(headers && { headers }),
    ...(method && { method }),
  });
  expect(answer.status).toBe(status);
  expect(answer.body).not.toMatch(/rules|admin|token-/);
});

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

test.each([
  { line: "playground nowhere", err: "chatgate: nowhere is not a folder that can be read." },
  { line: "playground p --port 99999", err: expect.stringContaining("Give a number from 0 to 65535.") },
])("$line ends with 2 and says why", async ({ line, err }) => {
  const ran = await terminal.chatgate(line, { stop: AbortSignal.abort() });
  expect(ran).toMatchObject({ code: 2, err });
});
