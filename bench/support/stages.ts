import { startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { certificateFile, startTlsFront } from "./tls-front.ts";

/** What SSM is taken to need for one call, in milliseconds. */
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

export type BenchStore = {
  /** The environment of a handler that reads this stage, plain or over TLS. */
  readonly env: (stage: StageName, transport?: "http" | "tls") => NodeJS.ProcessEnv;
  readonly close: () => Promise<void>;
};

/** A parameter store that answers after `SERVICE_MS`, with every stage of the bench in it. */
export async function startBenchStore(): Promise<BenchStore> {
  const store = await startParameterStore();
  for (const [stage, rules] of Object.entries(stages)) {
    store.put(`/chatgate/${stage}/settings`, JSON.stringify(settings));
    store.put(`/chatgate/${stage}/policies/creation`, JSON.stringify({ rules }));
    store.put(`/chatgate/${stage}/lists/reserved`, "admin\nofficial\nmoderator\nsupport");
    store.put(`/chatgate/${stage}/lists/barred`, "u_spam\nu_scam");
    store.put(`/chatgate-secrets/${stage}/tokens`, TOKEN, { type: "SecureString" });
  }
  store.fault({ slow: SERVICE_MS });
  const front = await startTlsFront(Number(new URL(store.url).port));
  return {
    env: (stage, transport = "tls") => ({
      PATH: process.env.PATH,
      CHATGATE_SOURCE: `ssm:/chatgate/${stage}`,
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
