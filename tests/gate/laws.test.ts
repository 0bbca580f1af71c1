import fc from "fast-check";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Envelope } from "../../lib/replies/envelope.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, type World } from "../support/gate.ts";
import { scaleRuns } from "../support/runs.ts";
import { expectDocumented } from "./expect-documented.ts";

type Payload = Readonly<Record<string, unknown>>;
type Rule = Readonly<Record<string, unknown>>;

/** A command, what may vary in its payload, and conditions that hold for some of it. */
type Subject = {
  readonly command: string;
  readonly change: Readonly<Record<string, fc.Arbitrary<unknown>>>;
  readonly conditions: readonly string[];
};

const account = fc.constantFrom("u_a", "u_b", "u_c");
const words = fc.constantFrom("oh DARN", "darn it", "darn vip room", "plain", "");

const accounts = (key: string) =>
  fc.array(
    account.map((id) => ({ [key]: id })),
    { minLength: 1, maxLength: 4 },
  );

const lists = { bad: "darn", some: "u_a\nu_b" };

const anywhere = [
  'platform == "ios"',
  'platform == "web"',
  "now > eventTime",
  "1 / (sdkAppId - sdkAppId) == 1", // cannot be computed
];

const named = ["name.hasWord(lists.bad)", 'name.glob("vip*")', "operator in lists.some"];
const aimed = ["target in lists.some", 'target == "u_c"', "operator in lists.some"];

const subjects: readonly Subject[] = [
  {
    command: "Group.CallbackBeforeCreateGroup",
    change: { Operator_Account: account, Name: words, CreateGroupNum: fc.constantFrom(0, 5, undefined) },
    conditions: [...named, "owned > 3", "request.CreateGroupNum > 3"],
  },
  {
    command: "OfficialAccount.CallbackBeforeCreateOfficialAccount",
    change: { Operator_Account: account, Name: words },
    conditions: named,
  },
  {
    command: "Group.CallbackBeforeSendMsg",
    change: {
      Operator_Account: account,
      MsgBody: fc.array(
        words.map((Text) => ({ MsgType: "TIMTextElem", MsgContent: { Text } })),
        { minLength: 1, maxLength: 3 },
      ),
    },
    conditions: ["text.containsAny(lists.bad)", 'text.glob("*vip*")', "operator in lists.some"],
  },
  {
    command: "Group.CallbackBeforeInviteJoinGroup",
    change: { Operator_Account: account, DestinationMembers: accounts("Member_Account") },
    conditions: aimed,
  },
  {
    command: "OfficialAccount.CallbackBeforeAddSubscriber",
    change: { Operator_Account: account, SubscribeAccountList: accounts("Subscriber_Account") },
    conditions: aimed,
  },
  {
    command: "Sns.CallbackPrevFriendAdd",
    change: {
      Requester_Account: account,
      FriendItem: fc.array(fc.record({ To_Account: account, AddWording: words }), { maxLength: 4 }),
    },
    conditions: [...aimed, "note.containsAny(lists.bad)"],
  },
  { command: "OfficialAccount.CallbackAfterMsgWithDraw", change: {}, conditions: ['channel != ""'] },
];

const commandNamed = (name: string): Command => {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
};

function arbitraryRule({ command, conditions }: Subject, only?: "deny"): fc.Arbitrary<Rule> {
  const { reply } = commandNamed(command);
  const when = fc.option(fc.constantFrom(...anywhere, ...conditions), { nil: undefined });
  const action = fc.constantFrom(...(only === undefined ? reply.actions : [only]));
  const text = fc.record({
    code: fc.constantFrom(...listCodes(reply)),
    message: fc.constantFrom("No.", "Not from {platform}."),
  });
  const rest = {
    mode: fc.constantFrom("enforce", "enforce", "shadow", "off"),
    rollout: fc.record({ percent: fc.constantFrom(0, 50, 100), by: fc.constantFrom("platform", "clientIp") }),
    unless: fc.constant([{ account: ["u_b"], reason: "a test" }]),
  };
  return fc
    .record({ when, action, text: fc.option(text), rest: fc.record(rest, { requiredKeys: [] }) })
    .map((drawn) => {
      const byName =
        reply.phase === "before" && reply.partialDenial === "named" && /target/.test(drawn.when ?? "");
      const deny = byName ? {} : (drawn.text ?? {});
      const bodies = { deny, drop: {}, observe: {}, mask: { list: "bad", with: "*" } };
      return {
        on: command,
        ...(drawn.when === undefined ? {} : { when: drawn.when }),
        ...drawn.rest,
        [drawn.action]: bodies[drawn.action],
      };
    });
}

function listCodes(reply: Command["reply"]): readonly number[] {
  if (reply.phase === "after") return [0];
  return reply.codes === null ? [reply.defaultCode] : [reply.defaultCode, ...reply.codes];
}

type Case = { readonly subject: Subject; readonly rules: readonly Rule[]; readonly body: Payload };

/** Messages more often than the rest: they have the most that can be done to them. */
const anySubject = fc.oneof(
  ...subjects.map((subject) => ({
    weight: subject.command.endsWith("SendMsg") ? 3 : 1,
    arbitrary: fc.constant(subject),
  })),
);

const anyCase: fc.Arbitrary<Case> = anySubject.chain((subject) =>
  fc.record({
    subject: fc.constant(subject),
    rules: fc.array(arbitraryRule(subject), { minLength: 1, maxLength: 4 }),
    body: fc
      .record(subject.change, { requiredKeys: [] })
      .map((change) => ({ ...readSample(subject.command), ...change })),
  }),
);

const document = (rules: readonly Rule[]) => ({
  rules: rules.map((rule, index) => ({ id: `r${index}`, ...rule })),
});

const policies = (rules: readonly Rule[]) => (rules.length === 0 ? {} : { p: document(rules) });
const settings = { onFault: "deny" } as const;

/** The answer under a set that must load. */
async function answerTo({ subject, body }: Case, world: World): Promise<Envelope> {
  const { gate, outcomes } = createTestGate({ lists, settings, ...world });
  const { envelope } = await gate(createCallbackEvent({ command: subject.command, body }), "r");
  expect(outcomes).toMatchObject([{ ending: { kind: "decided" } }]);
  return envelope;
}

test("the cases that are drawn reach every verdict and every effect", async () => {
  const seen = new Set<string>();
  for (const { subject, rules, body } of fc.sample(anyCase, { numRuns: 250, seed: 1 })) {
    const { gate, outcomes } = createTestGate({ lists, policies: policies(rules) });
    await gate(createCallbackEvent({ command: subject.command, body }), "r");
    const [ending] = outcomes.map((outcome) => outcome.ending);
    if (ending?.kind !== "decided") throw new Error(`${subject.command}: ${JSON.stringify(ending)}`);
    for (const found of [ending.decision.verdict, ...ending.effects.map(({ effect }) => effect)])
      seen.add(found);
  }
  expect([...seen].sort()).toEqual(
    "allow deny drop error exempt mask observe partial pass would-deny would-drop would-mask".split(" "),
  );
});

test("shadow never changes an answer, by settings, document or rule", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyCase,
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      async (drawn, chosen) => {
        const bare = await answerTo(drawn, {});
        const all = { policies: policies(drawn.rules), settings: { ...settings, mode: "shadow" } };
        expect(await answerTo(drawn, all)).toEqual(bare);
        expect(
          await answerTo(drawn, { policies: { p: { mode: "shadow", ...document(drawn.rules) } } }),
        ).toEqual(bare);
        const enforced = drawn.rules.filter((_, index) => !chosen[index]);
        const mixed = document(drawn.rules).rules.map((rule, index) =>
          chosen[index] ? { ...rule, mode: "shadow" } : rule,
        );
        // Under their own ids, since a rollout draws by them.
        const apart = { rules: document(drawn.rules).rules.filter((_, index) => !chosen[index]) };
        expect(await answerTo(drawn, { policies: { p: { rules: mixed } } })).toEqual(
          enforced.length === 0 ? bare : await answerTo(drawn, { policies: { p: apart } }),
        );
      },
    ),
    { numRuns: scaleRuns(60) },
  );
});

test("off answers as no policy", async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, async (drawn) => {
      const bare = await answerTo(drawn, {});
      const off = { policies: policies(drawn.rules), settings: { ...settings, mode: "off" } };
      expect(await answerTo(drawn, off)).toEqual(bare);
      expect(await answerTo(drawn, { policies: { p: { mode: "off", ...document(drawn.rules) } } })).toEqual(
        bare,
      );
    }),
    { numRuns: scaleRuns(60) },
  );
});

test("another deny rule, wherever it stands, never turns a refusal into an allowance", async () => {
  const withRule = anyCase
    .filter(({ subject }) => commandNamed(subject.command).reply.phase === "before")
    .chain((drawn) =>
      fc.tuple(fc.constant(drawn), arbitraryRule(drawn.subject, "deny"), fc.constantFrom("a", "z")),
    );
  await fc.assert(
    fc.asyncProperty(withRule, async ([drawn, rule, name]) => {
      const before = await answerTo(drawn, { policies: policies(drawn.rules) });
      const after = await answerTo(drawn, {
        policies: { ...policies(drawn.rules), [name]: document([rule]) },
      });
      const still = refusedIn(after);
      expect(
        refusedIn(before).filter((refusal) => !still.includes(refusal) && !still.includes("all")),
      ).toEqual([]);
    }),
    { numRuns: scaleRuns(100) },
  );
});

/** What is held back: all of the request, or some of its accounts. */
function refusedIn(envelope: Envelope): readonly string[] {
  const { ErrorCode, ResultItem = [], ...rest } = envelope;
  const refused = Object.entries(rest).flatMap(([key, ids]) =>
    key.startsWith("Refused") ? (ids as string[]) : [],
  ); // as the reply has them
  const items = (ResultItem as readonly { To_Account: string; ResultCode: number }[]).filter(
    ({ ResultCode }) => ResultCode !== 0,
  ); // the same
  return [...(ErrorCode === 0 ? [] : ["all"]), ...refused, ...items.map(({ To_Account }) => To_Account)];
}

test("the order of the body's keys changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, fc.nat(), async (drawn, seed) => {
      const world = { policies: policies(drawn.rules) };
      const shuffled = { ...drawn, body: reordered(drawn.body, seed) as Payload }; // an object stays one
      expect(await answerTo(shuffled, world)).toEqual(await answerTo(drawn, world));
    }),
    { numRuns: scaleRuns(60) },
  );
});

function reordered(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => reordered(item, seed));
  if (typeof value !== "object" || value === null) return value;
  const rank = (key: string) =>
    [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) + seed) % 1009, 7);
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, reordered(inner, seed)]));
}

test("every answer is one that the command documents", async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, async (drawn) => {
      const { gate, outcomes } = createTestGate({ lists, settings, policies: policies(drawn.rules) });
      await gate(createCallbackEvent({ command: drawn.subject.command, body: drawn.body }), "r");
      for (const outcome of outcomes) expectDocumented(outcome);
    }),
    { numRuns: scaleRuns(100) },
  );
});
