import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSsmSource } from "../../lib/store/ssm.ts";
import { createTokenBucket, type Rate } from "../../tools/parameter-store/token-bucket.ts";
import { fetchInTime } from "./run-process.ts";

export type Distribution = {
  readonly endpoint: string;
  readonly stage: string;
  /** The operator's folder, with settings for the stage. */
  readonly folder: string;
  readonly chatgate: (words: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;
  /** Waits until the creation of a group of this name is answered so. */
  readonly answered: (name: string, code: number) => Promise<void>;
};

/** SSM's for an account: reads together, and writes. */
const READS: Rate = { perSecond: 40, burst: 40 };
const WRITES: Rate = { perSecond: 3, burst: 3 };
const INSTANCES = 50;

/** A push to SSM and S3 of the deployed stack, past limits as an account has them. */
export function listDistributionSteps({ endpoint, stage, folder, chatgate, answered }: Distribution) {
  const entries = Array.from({ length: 4000 }, (_, at) => `forbidden name ${at}`);
  const throughProxy = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
    const proxy = await startThrottlingProxy(endpoint);
    try {
      return await work(proxy.url);
    } finally {
      await proxy.close();
    }
  };

  return [
    {
      title: "a list over 32 KB goes to the stack's bucket, and a name of it is refused",
      work: async () => {
        await mkdir(`${folder}/lists`, { recursive: true });
        await writeFile(`${folder}/lists/forbidden.txt`, entries.join("\n"));
        const rule = {
          ...{ id: "forbidden", on: "Group.CallbackBeforeCreateGroup" },
          ...{ when: "name.hasWord(lists.forbidden)", deny: { code: 10199 } },
        };
        await writeFile(`${folder}/forbidden.yaml`, JSON.stringify({ rules: [rule] }));
        const said = await chatgate([
          "policy",
          "push",
          folder,
          "--no-test",
          "--reason",
          "A large list",
          "--yes",
        ]);
        assert.match(said, /The list has 77 KB and goes to the bucket .* \[list-in-bucket\]/);
        await answered("Forbidden name 3999", 10199);
      },
    },
    {
      title: "a push through three writes and forty reads a second",
      work: () =>
        throughProxy(async (url) => {
          for (let at = 0; at < 12; at += 1) {
            const rule = { id: "seen", on: "Group.CallbackAfterCreateGroup", observe: {} };
            await writeFile(`${folder}/more-${at}.yaml`, JSON.stringify({ rules: [rule] }));
          }
          await chatgate(["policy", "push", folder, "--no-test", "--reason", "Slowly", "--yes"], {
            AWS_ENDPOINT_URL_SSM: url,
            AWS_MAX_ATTEMPTS: "20",
          });
          const again = await chatgate(["policy", "push", folder, "--no-test", "--reason", "Again", "--yes"]);
          assert.match(again, /nothing to write/);
        }),
    },
    {
      title: `${INSTANCES} instances that start at once at forty reads a second have their policy in one read each`,
      work: () =>
        throughProxy(async (url) => {
          const read = () =>
            createSsmSource({
              ...{
                path: `/chatgate/${stage}`,
                region: "ap-southeast-1",
                endpoint: url,
                s3Endpoint: endpoint,
              },
              credentials: () => ({ accessKeyId: "test", secretAccessKey: "test" }),
              // The product's would measure how fast this machine serves fifty at once.
              ...{ timeoutMs: 60_000, budgetMs: 60_000 },
            }).read();
          const results = await Promise.all(Array.from({ length: INSTANCES }, read));
          const failures = results.flatMap((result) => (result.kind === "failed" ? [result.reason] : []));
          assert.deepEqual(failures, []);
        }),
    },
    {
      title: "list add: one command, in force at once; rollback undoes it; prune keeps what sets name",
      work: async () => {
        await answered("Surfers", 0);
        const add = ["list", "add", "forbidden", "surfers", "--for", "7d", "--reason", "Spam wave", "--yes"];
        assert.match(await chatgate(add), /\+ surfers until=\d{4}-/);
        await answered("Surfers", 10199);
        await chatgate(["policy", "rollback", "--yes"]);
        await answered("Surfers", 0);
        assert.match(await chatgate(["policy", "prune", "--yes"]), /Nothing to prune/);
      },
    },
    {
      title: "token new: both tokens are listed, neither is shown; token hash gives the audit's hash",
      work: async () => {
        const token = (await chatgate(["token", "new"])).trim();
        assert.match(token, /^[0-9a-f]{64}$/);
        const listed = await chatgate(["token", "list"]);
        assert.match(listed, /^0 .*\n1 /m);
        assert.ok(!listed.includes(token));
        assert.match(await chatgate(["token", "hash", "u_mira"]), /^[0-9a-f]{16}\n$/);
      },
    },
  ];
}

async function startThrottlingProxy(target: string) {
  const now = () => performance.now();
  const [isReadThrottled, isWriteThrottled] = [createTokenBucket(READS, now), createTokenBucket(WRITES, now)];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const action = String(request.headers["x-amz-target"]);
    const isThrottled = /Put|Delete/.test(action) ? isWriteThrottled() : isReadThrottled();
    if (isThrottled) {
      response.writeHead(400, { "Content-Type": "application/x-amz-json-1.1" });
      response.end('{"__type":"ThrottlingException","message":"Rate exceeded"}');
      return;
    }
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const answer = await fetchInTime("SSM behind the proxy", target + request.url, {
      method: request.method ?? "POST",
      headers: headers as Record<string, string>, // of SSM's protocol, none twice
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status, { "Content-Type": "application/x-amz-json-1.1" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy()); // a caller that gave up
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
