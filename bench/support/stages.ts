import { formatManifest } from "../../lib/policy-set/manifest.ts";
import { formatPack, packNames } from "../../lib/policy-set/pack.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { certificateFile, startTlsFront } from "./tls-front.ts";

/** The assumed duration of one SSM call, in milliseconds. */
export const SERVICE_MS = 15;

type Rule = Readonly<Record<string, unknown>>;
const CREATE = "*.CallbackBeforeCreate*";

const tenRules: readonly Rule[] = [
  {
    id: "group-types",
    on: "Group.CallbackBeforeCreateGroup",
    when: '!(groupType in ["Work", "Public", "Community"])',
    deny: { code: 10101, message: "Groups of type {groupType} cannot be created here." },
  },
  {
    id: "reserved",
    on: CREATE,
    when: "name.hasWord(lists.reserved)",
    deny: { code: { Group: 10102, OfficialAccount: 120102 }, message: "Reserved." },
  },
  {
    id: "quota",
    on: "Group.CallbackBeforeCreateGroup",
    when: 'owned >= 20 && groupType == "Public"',
    deny: { code: 10103 },
  },
  {
    id: "web-quota",
    on: "Group.CallbackBeforeCreateGroup",
    when: 'platform == "web" && owned > 100',
    deny: {},
  },
  { id: "long", on: CREATE, when: "name.size() > 60", deny: {} },
  { id: "crowd", on: "Group.CallbackBeforeCreateGroup", when: "members.size() > 200", deny: {} },
  { id: "robots", on: CREATE, mode: "shadow", when: 'operator.glob("bot-*")', deny: {} },
  { id: "scripts", on: CREATE, mode: "shadow", when: '!name.onlyScripts(["Latin", "Han"])', deny: {} },
  { id: "barred", on: "*.CallbackBefore*", when: "operator in lists.barred", deny: {} },
  {
    id: "links",
    on: CREATE,
    when: 'name.contains("http") || name.contains("www.")',
    unless: [{ account: ["ops"], reason: "Operations" }],
    deny: {},
  },
];

const hundredRules = Array.from({ length: 10 }, (_, copy) =>
  tenRules.map((rule) => ({ ...rule, id: `${rule.id}-${copy}` })),
).flat();

const textRules: readonly Rule[] = [
  { id: "word", on: "*.CallbackBeforeSendMsg", when: "text.hasWord(lists.reserved)", deny: {} },
  { id: "any", on: "*.CallbackBeforeSendMsg", when: "text.containsAny(lists.barred)", deny: {} },
  { id: "mask", on: "*.CallbackBeforeSendMsg", mask: { list: "barred", with: "*" } },
];

const memberRules: readonly Rule[] = [
  { id: "barred", on: "Group.CallbackBeforeInviteJoinGroup", when: "target in lists.barred", deny: {} },
  { id: "robots", on: "Group.CallbackBeforeInviteJoinGroup", when: 'target.glob("bot-*")', deny: {} },
  { id: "crowd", on: "Group.CallbackBeforeInviteJoinGroup", when: "targets.size() > 1000", deny: {} },
];

const stages = { ten: tenRules, hundred: hundredRules, text: textRules, members: memberRules };
export type StageName = keyof typeof stages;

const TOKEN = "xxxxyyyy";
const settings = { sdkAppIds: [1400000000], toleranceSeconds: 315360000 };

type EnvOptions = { readonly transport?: "http" | "tls"; readonly layout?: "pushed" | "by-hand" };

export type BenchStore = {
  /**
   * The environment of a handler that reads this stage. `by-hand`: without manifest and pack, as builds that know no
   * pack find it cheapest; else as `policy push` leaves it.
   */
  readonly env: (stage: StageName, options?: EnvOptions) => NodeJS.ProcessEnv;
  readonly close: () => Promise<void>;
};

/** What a push writes after the documents. */
export function putPack(store: ParameterStore, path: string, written: readonly Parameter[]): void {
  const parts = formatPack(written, gzipCodec);
  if (parts === undefined) throw new Error(`${path} does not fit into a pack`);
  for (const [index, part] of parts.entries()) store.put(`${path}/${packNames[index]}`, part);
  store.put(`${path}/manifest`, formatManifest("bench", "", written, sha256));
}

/** A parameter store that answers after `SERVICE_MS`, with every stage of the bench in it. */
export async function startBenchStore(): Promise<BenchStore> {
  const store = await startParameterStore();
  for (const [stage, rules] of Object.entries(stages)) {
    const values = {
      settings: JSON.stringify(settings),
      "policies/creation": JSON.stringify({ rules }),
      "lists/reserved": "admin\nofficial\nmoderator\nsupport",
      "lists/barred": "u_spam\nu_scam",
    };
    for (const layout of ["by-hand", "pushed"] as const) {
      const written = Object.entries(values).map(([name, value]) => ({
        name,
        value,
        version: String(store.put(`/chatgate/${stage}-${layout}/${name}`, value)),
      }));
      store.put(`/chatgate-secrets/${stage}-${layout}/tokens`, TOKEN, { type: "SecureString" });
      if (layout === "pushed") putPack(store, `/chatgate/${stage}-${layout}`, written);
    }
  }
  store.fault({ slow: SERVICE_MS });
  const front = await startTlsFront(Number(new URL(store.url).port));
  return {
    env: (stage, { transport = "tls", layout = "pushed" } = {}) => ({
      PATH: process.env.PATH,
      CHATGATE_SOURCE: `ssm:/chatgate/${stage}-${layout}`,
      AWS_ENDPOINT_URL_SSM: transport === "tls" ? front.url : store.url,
      AWS_REGION: "ap-southeast-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      NODE_EXTRA_CA_CERTS: certificateFile,
    }),
    close: () => {
      front.close();
      return store.close();
    },
  };
}
