import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../../../cli/main.ts";
import type { ReadResult } from "../../../lib/store/source.ts";
import { createSsmSource } from "../../../lib/store/ssm.ts";
import { type ObjectStore, startObjectStore } from "../../../tools/object-store/object-store.ts";
import { type ParameterStore, startParameterStore } from "../../../tools/parameter-store/parameter-store.ts";

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** A store, a folder, and the command line run in it. */
export type StageWorld = {
  readonly store: ParameterStore;
  readonly bucket: ObjectStore;
  readonly folder: string;
  /** Of a process that is to see the same world. */
  readonly env: Readonly<Record<string, string>>;
  /** Files by path; `undefined` takes one away. */
  readonly write: (files: Readonly<Record<string, string | undefined>>) => void;
  readonly file: (path: string) => string;
  readonly chatgate: (line: string, extra?: World) => Promise<Ran>;
  /** `policy <line> --stage dev`, with the options that push and rollback need besides. */
  readonly push: (reason: string, more?: string) => Promise<Ran>;
  /** A cold gate's read. */
  readonly read: () => Promise<ReadResult>;
  readonly close: () => Promise<void>;
};

type World = {
  readonly env?: Readonly<Record<string, string>>;
  /** Answers a question, given the default answer; without it there is no terminal. */
  readonly ask?: (proposal: string) => Promise<string>;
  readonly now?: () => number;
  readonly progress?: (line: string) => void;
};

export const CREATION = `rules:
  - id: group-types
    on: Group.CallbackBeforeCreateGroup
    when: groupType == "Meeting"
    deny: { code: 10101, message: "No {groupType} groups." }
`;

export const FILES = {
  "policies/settings.yaml": "sdkAppIds: [1]\ntoleranceSeconds: 315360000\n",
  "policies/tokens.txt": "xxxxyyyy\n",
  "policies/stages/dev.yaml": "sdkAppIds: [1400000000]\n",
  "policies/creation.yaml": CREATION,
  "policies/lists/reserved.txt": "# Ours\nadmin\nofficial\n",
};

export async function startStageWorld(): Promise<StageWorld> {
  const store = await startParameterStore();
  const bucket = await startObjectStore();
  const folder = mkdtempSync(join(tmpdir(), "chatgate-stage-"));
  const env = {
    AWS_ENDPOINT_URL: store.url,
    AWS_ENDPOINT_URL_S3: bucket.url,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "not-a-secret",
    AWS_MAX_ATTEMPTS: "1",
    USER: "mira",
  };

  function write(files: Readonly<Record<string, string | undefined>>): void {
    for (const [path, text] of Object.entries(files)) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      if (text === undefined) rmSync(target, { force: true });
      else writeFileSync(target, text);
    }
  }

  async function chatgate(
    line: string,
    { ask, progress, now = Date.now, ...more }: World = {},
  ): Promise<Ran> {
    const [out, err]: [string[], string[]] = [[], []];
    const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
    const code = await runProgram(args, {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      exit: () => {},
      colour: false,
      width: 100,
      env: { ...env, ...more.env },
      cwd: folder,
      now,
      progress,
      ask: ask && ((_, proposal) => ask(proposal)),
      stop: new AbortController().signal,
    });
    return { code, out: out.join("\n"), err: err.join("\n") };
  }

  write(FILES);
  const source = () =>
    createSsmSource({
      path: "/chatgate/dev",
      region: "eu-west-1",
      endpoint: store.url,
      s3Endpoint: bucket.url,
      credentials: () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" }),
      ...{ timeoutMs: 20_000, budgetMs: 25_000 }, // of a busy machine
    });
  return {
    store,
    bucket,
    folder,
    env,
    write,
    file: (path) => readFileSync(join(folder, path), "utf8"),
    chatgate,
    push: (reason, more = "") => chatgate(`policy push --stage dev --yes --reason "${reason}" ${more}`),
    read: () => source().read(),
    close: async () => {
      await Promise.all([store.close(), bucket.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Documents and lists as a read found them, by parameter name. */
export function readValues(result: ReadResult): Readonly<Record<string, string>> {
  if (result.kind === "failed") return { failed: result.reason };
  const ours = result.parameters.filter(({ name }) => name !== "manifest" && name !== "tokens");
  return Object.fromEntries(ours.map(({ name, value }) => [name, value]));
}
