import { commands } from "../../lib/commands/generated/index.ts";
import { formatFault } from "../../lib/policy/fault.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { parametersOf, type World } from "../support/gate.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const SEND = "Group.CallbackBeforeSendMsg";
const AFTER = "Group.CallbackAfterCreateGroup";
const SUBSCRIBE = "OfficialAccount.CallbackBeforeAddSubscriber";
const FRIEND = "Sns.CallbackPrevFriendAdd";

const lists = { reserved: "admin\nofficial", nets: "10.0.0.0/8\n10.0.0.0/99" };
const check = (world: World) =>
  checkSet(parametersOf({ ...world, lists: { ...lists, ...world.lists } }), commands, sha256);
const faultsOf = (world: World) => check(world).faults.map(formatFault);
const document = (policy: unknown): World => ({ policies: { doc: policy } });
/** A rule on creating groups that denies, changed. */
const rule = (change: Readonly<Record<string, unknown>>, rest = {}) =>
  document({ rules: [{ id: "one", on: CREATE, deny: {}, ...change }], ...rest });
const when = (expression: string, change = {}) => rule({ when: expression, ...change });
const mask = (cover: string, list = "reserved") =>
  rule({ on: SEND, deny: undefined, mask: { list, with: cover } });

type Row = [name: string, world: World, ...faults: string[]];
const expectFaults = (...[, world, ...faults]: Row) => {
  expect(faultsOf(world)).toEqual(faults);
};
const IN = "policies/doc: rule one";

describe("faults of conditions", () => {
  test.each<Row>([
    [
      "an unknown facet",
      when('grupType == "x"'),
      `${IN}, when 1:1: unknown facet "grupType". Did you mean "groupType"?`,
    ],
    [
      "a facet that none of its commands has",
      when('name == "x" &&\n  text == "x"', { on: [CREATE, "Group.CallbackBeforeCreateTopic"] }),
      `${IN}, when 2:3: Group.CallbackBeforeCreateGroup and 1 more has no facet "text". It has command, platform, clientIp, sdkAppId, now, operator, owner, name, groupType, owned, members, eventTime, group`,
    ],
    ["a facet that one of its commands has", when('text == "x"', { on: [CREATE, SEND] })],
    ["a facet in a string before it is used", when('"text" == name')],
    [
      "an unknown list, told once",
      when("name.hasWord(lists.reservd)"),
      `${IN}, when 1:20: unknown list "reservd": there is no lists/reservd.txt. Did you mean "reserved"?`,
    ],
    [
      "a list that is not named",
      when("operator in lists[name]"),
      `${IN}, when 1:13: name the list: write lists.<name>`,
    ],
    [
      "a list whose name CEL cannot read",
      { ...when("name.hasWord(lists.bad-words)"), lists: { "bad-words": "x" } },
      `${IN}, when 1:20: unknown list "bad": there is no lists/bad.txt. Write lists["bad-words"]`,
      `${IN}, when 1:24: unknown facet "words".`,
    ],
    [
      "a list whose name is quoted",
      {
        ...when(
          'name.hasWord(lists["bad-words"]) || name in lists["reserved"] || name.hasWord(lists["none"])',
        ),
        lists: { "bad-words": "x" },
      },
      `${IN}, when 1:85: unknown list "none": there is no lists/none.txt.`,
    ],
    [
      "an unknown function",
      when("members.exist(m, m == name)"),
      `${IN}, when 1:9: unknown function exist(). Did you mean "exists"?`,
    ],
    ["an unknown name that is near to none", when("zzzzzz"), `${IN}, when 1:1: unknown facet "zzzzzz".`],
    ["a type error", when('name != "" && owned == "x"'), `${IN}, when 1:15: no such overload: int == string`],
    [
      "not a bool",
      when("owned"),
      `${IN}, when 1:1: gives int, and a condition must give bool: compare it with something`,
    ],
    [
      "a syntax error on line 2",
      when('name == "a" &&\n  (owned > 3'),
      `${IN}, when 2:13: Expected RPAREN, got EOF`,
    ],
    ["= for ==", when('name = "x"'), `${IN}, when 1:6: Unexpected character: =. Compare with ==`],
    [
      "matches()",
      when('name.matches("(a+)+")'),
      `${IN}, when 1:6: matches() is not available: a backtracking regular expression can hang the gate. Use glob(), hasWord() or containsAny()`,
    ],
    [
      "over 200 nodes",
      when(Array(51).fill("owned>1").join("||")),
      `${IN}, when 1:457: is too large (over 200 nodes): split the rule, or use a list`,
    ],
    ["200 nodes", when(Array(50).fill("owned>1").join("||"))],
    [
      "over 40 deep",
      when(`${"(".repeat(41)}true${")".repeat(41)}`),
      `${IN}, when 1:41: is nested too deeply (over 40): split the rule`,
    ],
    [
      "a list of over 100",
      when(`owned in [${Array(101).fill("1").join()}]`),
      `${IN}, when 1:211: has a list of over 100 entries: put them into lists/<name>.txt and write lists.<name>`,
    ],
    ["a map", when('name in {"a": 1}'), `${IN}, when 1:10: has a map: compare with == and ||, or use a list`],
    [
      "many arguments",
      when(`name.hasWord(${Array(9).fill("name").join()})`),
      `${IN}, when 1:54: has a call with over 8 arguments`,
    ],
    [
      "a macro inside a macro",
      when("members.exists(a, members.exists(b, a == b))"),
      `${IN}, when 1:27: a macro inside a macro: write two rules, or use a list`,
    ],
    ["a macro after a macro", when('members.filter(a, a != "x").exists(b, b == "y")')],
    ["a macro's own variable that shadows a facet", when('members.exists(text, text == "y")')],
    ["has() of a wire field", when("has(request.Nam)"), `${IN}, when 1:5: has(): No such key: Nam`],
    [
      "has() of a known one, and of an item's",
      when("has(request.Name) && request.MemberList.exists(m, has(m.Member_Account))"),
    ],
    ["has() of a facet", when("has(name)"), `${IN}, when 1:5: has() invalid argument`],
    [
      "another type of a wire field",
      when("request.Name > 1"),
      `${IN}, when 1:1: no such overload: string > int`,
    ],
    [
      "a wire field that one of the commands lacks",
      when('request.Name == "x"', { on: [CREATE, INVITE] }),
      `${IN}, when 1:9: No such key: Name (for ${INVITE})`,
    ],
    [
      "hasWord() of a literal list",
      when('name.hasWord(["a"])'),
      `${IN}, when 1:6: hasWord(): takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>`,
    ],
    [
      "containsAny() of text",
      when('name.containsAny("a")'),
      `${IN}, when 1:6: containsAny(): takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>`,
    ],
    [
      "inCidr() of a literal",
      when('clientIp.inCidr(["::1"])'),
      `${IN}, when 1:10: inCidr(): takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>`,
    ],
    [
      "inCidr() of a list with a bad block",
      when("clientIp.inCidr(lists.nets)"),
      `${IN}, when 1:10: inCidr(): lists/nets: "10.0.0.0/99": the part after / is a number from 0 to 32`,
    ],
    [
      "inCidr() of a list of words",
      when("clientIp.inCidr(lists.reserved)"),
      `${IN}, when 1:10: inCidr(): lists/reserved: "admin" is not an address or a block such as 10.0.0.0/8`,
    ],
    [
      "onlyScripts() of an unknown script",
      when('name.onlyScripts(["Latin", "Latn2"])'),
      `${IN}, when 1:6: onlyScripts(): "Latn2" is not the name of a Unicode script, e.g. "Latin"`,
    ],
    [
      "onlyScripts() of what is no name",
      when('name.onlyScripts(["Latin}|\\\\p{L"])'),
      `${IN}, when 1:6: onlyScripts(): "Latin}|\\p{L" is not the name of a Unicode script, e.g. "Latin"`,
    ],
    [
      "onlyScripts() of text",
      when('name.onlyScripts("Latin")'),
      `${IN}, when 1:6: onlyScripts(): write the scripts as a list, e.g. ["Latin", "Han"]`,
    ],
    [
      "between() of a bad time",
      when('now.between("22:00", "24:00", "UTC")'),
      `${IN}, when 1:5: between(): write times of day as "22:00"`,
    ],
    [
      "between() of more than a time",
      when('now.between("22:00", "22:000", "UTC")'),
      `${IN}, when 1:5: between(): write times of day as "22:00"`,
    ],
    [
      "between() of more before a time",
      when('now.between("022:00", "22:00", "UTC")'),
      `${IN}, when 1:5: between(): write times of day as "22:00"`,
    ],
    [
      "inCidr() of a facet",
      when("clientIp.inCidr(name)"),
      `${IN}, when 1:10: inCidr(): takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>`,
    ],
    [
      "between() of half a time",
      when('now.between("7:00", "23:59", "UTC")'),
      `${IN}, when 1:5: between(): write times of day as "22:00"`,
    ],
    [
      "between() of a bad zone",
      when('now.between("22:00", "06:00", "Asia/Nowhere")'),
      `${IN}, when 1:5: between(): "Asia/Nowhere" is not a time zone, e.g. "Asia/Singapore"`,
    ],
    [
      "between() of a zone from the request",
      when('now.between("22:00", "06:00", name)'),
      `${IN}, when 1:5: between(): write the time zone as text, e.g. "Asia/Singapore"`,
    ],
    [
      "glob() of a pattern from the request",
      when("name.glob(operator)"),
      `${IN}, when 1:6: glob(): write the pattern as text, e.g. "vip-*"`,
    ],
    [
      "two faults at once",
      when('nam == "x" || operater == "y"'),
      `${IN}, when 1:1: unknown facet "nam". Did you mean "name"?`,
      `${IN}, when 1:15: unknown facet "operater". Did you mean "operator"?`,
    ],
  ])("%s", expectFaults);
});

describe("faults of rules", () => {
  const NAMED = "refuses single targets by name only: nobody would see a code or message";
  test.each<Row>([
    [
      "an unknown command",
      rule({ on: `${CREATE.slice(0, -1)}` }),
      `${IN}, on: unknown command "Group.CallbackBeforeCreateGrou". Did you mean "${CREATE}"?`,
    ],
    [
      "a glob that matches nothing",
      rule({ on: [CREATE, "Nope.*"] }),
      `${IN}, on: "Nope.*" matches no command`,
    ],
    ["a glob over dots", rule({ on: "*Create?roup", observe: {}, deny: undefined })],
    [
      "a code out of range",
      rule({ deny: { code: 10201 } }),
      `${IN}, deny.code: 10201 is not a code of ${CREATE}: it takes 10100 to 10200 or 1`,
    ],
    [
      "both ends of the range",
      document({
        rules: [
          { id: "a", on: CREATE, deny: { code: 10100 } },
          { id: "b", on: CREATE, deny: { code: 10200 } },
        ],
      }),
    ],
    [
      "code 0",
      rule({ deny: { code: 0 } }),
      `${IN}, deny.code: 0 is not a code of ${CREATE}: it takes 10100 to 10200 or 1`,
    ],
    ["the plain code", rule({ deny: { code: 1 } })],
    [
      "a code where there are none",
      rule({ on: SUBSCRIBE, deny: { code: 120002 } }),
      `${IN}, deny.code: 120002 is not a code of ${SUBSCRIBE}: it takes only 1`,
    ],
    ["the plain code where there are none", rule({ on: SUBSCRIBE, deny: { code: 1 } })],
    [
      "1 for friends",
      rule({ on: FRIEND, deny: { code: 1 } }),
      `${IN}, deny.code: 1 is not a code of ${FRIEND}: it takes 38000 to 39000`,
    ],
    [
      "a map with an unknown family",
      rule({ deny: { code: { Group: 10101, Grop: 1 } } }),
      `${IN}, deny.code.Grop: the rule covers no command of "Grop". Did you mean "Group"?`,
    ],
    [
      "a map with a wrong code",
      rule({ on: "*.CallbackBeforeCreate*", deny: { code: { Group: 10101, OfficialAccount: 10101 } } }),
      `${IN}, deny.code.OfficialAccount: 10101 is not a code of OfficialAccount.CallbackBeforeCreateOfficialAccount: it takes 120001 to 130000 or 1`,
    ],
    ["a map that lacks a family", rule({ on: "*.CallbackBeforeCreate*", deny: { code: { Group: 10101 } } })],
    [
      "one code for several families",
      rule({ on: ["*.CallbackBefore*Msg"], deny: { code: 10101 } }),
      `${IN}, deny.code: 10101 is not a code of C2C.CallbackBeforeSendMsg and 1 more: it takes 120001 to 130000 or 1`,
    ],
    [
      "deny of what has happened",
      rule({ on: "Group.CallbackAfterCreate*" }),
      `${IN}, deny: ${AFTER} and 1 more cannot deny: it has happened already; it takes \`observe\``,
    ],
    [
      "drop of a group",
      rule({ deny: undefined, drop: {} }),
      `${IN}, drop: ${CREATE} cannot drop: it takes \`deny\`, \`observe\``,
    ],
    [
      "mask of an invitation, even when off",
      rule({ on: INVITE, mode: "off", deny: undefined, mask: { list: "reserved", with: "*" } }),
      `${IN}, mask: ${INVITE} cannot mask: it takes \`deny\`, \`observe\``,
    ],
    [
      "no action",
      rule({ deny: undefined }),
      `${IN}: does nothing: give it one of \`deny\`, \`drop\`, \`mask\`, \`observe\``,
    ],
    ["two actions", rule({ observe: {} }), `${IN}: has \`deny\`, \`observe\`: give it one`],
    [
      "a hole that is no facet",
      rule({ deny: { message: "{namme}" } }),
      `${IN}, deny.message: {namme}: ${CREATE} has no facet "namme". Did you mean "name"?`,
    ],
    [
      "a hole that one command lacks",
      rule({ on: [CREATE, INVITE], deny: { message: "{name}" } }),
      `${IN}, deny.message: {name}: ${INVITE} has no facet "name".`,
    ],
    [
      "an opening brace alone",
      rule({ deny: { message: "a {b" } }),
      `${IN}, deny.message: "{" at 3 has no partner: write {{ or }} for a brace`,
    ],
    [
      "a closing brace alone",
      rule({ deny: { message: "a }" } }),
      `${IN}, deny.message: "}" at 3 has no partner: write {{ or }} for a brace`,
    ],
    [
      "a code by target where only names go back",
      rule({ on: INVITE, when: 'target == "x"', deny: { code: 10101 } }),
      `${IN}, deny: ${INVITE} ${NAMED}`,
    ],
    [
      "a message by target there",
      rule({ on: INVITE, deny: { message: "Not {target}." } }),
      `${IN}, deny: ${INVITE} ${NAMED}`,
    ],
    [
      "neither by target, or one for the whole",
      document({
        rules: [
          { id: "a", on: INVITE, when: 'target == "x"', deny: {} },
          { id: "b", on: INVITE, when: "targets.size() > 9", deny: { code: 10101, message: "No." } },
        ],
      }),
    ],
    [
      "a code and message by target where they go back",
      rule({ on: FRIEND, when: 'target == "x"', deny: { code: 38001, message: "Not {target}." } }),
    ],
    [
      "unless without reason",
      rule({ unless: [{ account: ["a"] }] }),
      `${IN}, unless.0.reason: is missing (string)`,
    ],
    [
      "unless until no day",
      rule({ unless: [{ account: ["a"], reason: "r", until: "2027-02-30" }] }),
      `${IN}, unless.0.until: write a date as YYYY-MM-DD`,
    ],
    [
      "unless an unknown list",
      rule({ unless: [{ account: "lists.reservd", reason: "r" }] }),
      `${IN}, unless.0.account: unknown list "reservd". Did you mean "reserved"?`,
    ],
    [
      "unless one account as text",
      rule({ unless: [{ account: "ops", reason: "r" }] }),
      `${IN}, unless.0.account: name a list as lists.<name>`,
    ],
    ["unless nobody", rule({ unless: [] }), `${IN}, unless: Too small: expected array to have >=1 items`],
    [
      "rollout by an unknown facet",
      rule({ rollout: { percent: 10, by: "operater" } }),
      `${IN}, rollout.by: unknown facet "operater". Did you mean "operator"?`,
    ],
    [
      "rollout by another command's",
      rule({ rollout: { percent: 10, by: "text" } }),
      `${IN}, rollout.by: ${CREATE} has no facet "text"`,
    ],
    [
      "rollout over 100",
      rule({ rollout: { percent: 101, by: "operator" } }),
      `${IN}, rollout.percent: Too big: expected number to be <=100`,
    ],
    [
      "a limit, enforced",
      rule({ limit: { max: 1, per: "1h", by: "operator" } }),
      `${IN}, limit: limits do not count yet: remove \`limit\``,
    ],
    [
      "a limit in shadow",
      rule({ mode: "shadow", limit: { max: 1, per: "1h", by: "operator" } }),
      `${IN}, limit: limits do not count yet: remove \`limit\``,
    ],
    [
      "a limit by an unknown facet",
      rule({ mode: "shadow", limit: { max: 1, per: "1h", by: "operater" } }),
      `${IN}, limit: limits do not count yet: remove \`limit\``,
      `${IN}, limit.by: unknown facet "operater". Did you mean "operator"?`,
    ],
    [
      "a limit per no time",
      rule({ mode: "shadow", limit: { max: 1, per: "1y", by: "operator" } }),
      `${IN}, limit.per: write a duration as 30s, 10m, 1h or 7d`,
    ],
    [
      "a limit of 0",
      rule({ mode: "shadow", limit: { max: 0, per: "1h", by: "operator" } }),
      `${IN}, limit.max: Too small: expected number to be >0`,
    ],
    [
      "mask by an unknown list",
      mask("*", "reservd"),
      `${IN}, mask.list: unknown list "reservd". Did you mean "reserved"?`,
    ],
    [
      "mask by an entry",
      mask("[ADMIN]"),
      `${IN}, mask.with: "[ADMIN]" and the entry "admin" of lists/reserved have an end in common, so that what is masked could be found again: use a character that no entry has, such as *`,
    ],
    [
      "mask by nothing visible",
      mask("\u200b"),
      `${IN}, mask.with: is invisible, and what stands beside it would be read as one: write a character, such as *`,
    ],
    [
      "mask by half a character",
      mask("\u0301"),
      `${IN}, mask.with: would join the characters beside it: write a whole character, such as *`,
    ],
    [
      "mask by what joins emoji",
      mask("x\u200d👩\u200d"),
      `${IN}, mask.with: would join the characters beside it: write a whole character, such as *`,
    ],
    [
      "mask by half a flag",
      mask("🇦"),
      `${IN}, mask.with: would join the characters beside it: write a whole character, such as *`,
    ],
    [
      "mask by a space",
      mask(" "),
      `${IN}, mask.with: is invisible, and what stands beside it would be read as one: write a character, such as *`,
    ],
    ["mask by a character of its own", mask("*")],
  ])("%s", expectFaults);
});

describe("faults of form", () => {
  test.each<Row>([
    [
      "an unknown key of a document",
      rule({}, { descripton: "x" }),
      'policies/doc: unknown key "descripton". Did you mean "description"?',
    ],
    ["of a rule", rule({ whn: "true" }), `${IN}: unknown key "whn". Did you mean "when"?`],
    [
      "of an action",
      rule({ deny: { cod: 1, massage: "m" } }),
      `${IN}, deny: unknown key "cod". Did you mean "code"? unknown key "massage". Did you mean "message"?`,
    ],
    ["of an empty one", rule({ deny: undefined, drop: { code: 1 } }), `${IN}, drop: unknown key "code".`],
    [
      "of an exemption",
      rule({ unless: [{ account: ["a"], reason: "r", untill: "2027-01-01" }] }),
      `${IN}, unless.0: unknown key "untill". Did you mean "until"?`,
    ],
    [
      "of a rollout",
      rule({ rollout: { percent: 1, by: "operator", pct: 1 } }),
      `${IN}, rollout: unknown key "pct".`,
    ],
    [
      "of settings",
      { settings: { deadlinMs: 1 } },
      'settings: unknown key "deadlinMs". Did you mean "deadlineMs"?',
    ],
    [
      "inside settings",
      { settings: { audit: { includ: [] } } },
      'settings: audit: unknown key "includ". Did you mean "include"?',
    ],
    [
      "settings without applications",
      { settings: { sdkAppIds: undefined } },
      "settings: sdkAppIds: is missing (array)",
    ],
    [
      "an application as text",
      { settings: { sdkAppIds: ["1"] } },
      "settings: sdkAppIds.0: expected number, received string",
    ],
    [
      "a deadline too early",
      { settings: { deadlineMs: 99 } },
      "settings: deadlineMs: Too small: expected number to be >=100",
    ],
    [
      "a deadline too late",
      { settings: { deadlineMs: 1901 } },
      "settings: deadlineMs: Too big: expected number to be <=1900",
    ],
    ["the deadline's ends", { settings: { deadlineMs: 100 } }],
    [
      "a mode that is none",
      { settings: { mode: "on" } },
      'settings: mode: Invalid option: expected one of "off"|"shadow"|"enforce"',
    ],
    [
      "events",
      { settings: { events: [{ on: "*", to: "log" }] } },
      "settings: events: event delivery does not exist yet: leave `events` out",
    ],
    ["an `on` that is neither", rule({ on: 5 }), `${IN}, on: expected string or array, received number`],
    [
      "a duplicate id",
      document({
        rules: [
          { id: "one", on: CREATE, deny: {} },
          { id: "one", on: CREATE, deny: {} },
        ],
      }),
      `${IN}, id: "one" names another rule of this document too`,
    ],
    [
      "one id in two documents",
      {
        policies: {
          a: { rules: [{ id: "one", on: CREATE, deny: {} }] },
          b: { rules: [{ id: "one", on: CREATE, deny: {} }] },
        },
      },
    ],
    [
      "a rule without id",
      document({ rules: [{ on: CREATE, deny: {} }, { id: "one", on: CREATE }, { deny: {} }] }),
      "policies/doc: rule 1, id: is missing (string)",
      "policies/doc: rule 3, id: is missing (string)",
      "policies/doc: rule 3, on: is missing (string or array)",
    ],
    [
      "an id with capitals",
      rule({ id: "One" }),
      "policies/doc: rule One, id: use lower-case letters, digits and hyphens, at most 63",
    ],
    ["a document without rules", document({}), "policies/doc: rules: is missing (array)"],
    ["no rules", document({ rules: [] }), "policies/doc: rules: Too small: expected array to have >=1 items"],
    ["a document that is null", document(null), "policies/doc: expected object, received null"],
    [
      "a rule that is null",
      document({ rules: [null] }),
      "policies/doc: rule 1: expected object, received null",
    ],
    [
      "an empty list",
      { lists: { reserved: "# nothing\n\n" } },
      "lists/reserved: 1:1: the list has no entries; give it one a line",
    ],
    [
      "an invisible entry",
      { lists: { reserved: "a\n\u200b" } },
      "lists/reserved: 2:1: this entry holds only invisible characters or marks and would match every text; remove it",
    ],
    [
      "a list at fault, not the rule that uses it",
      { ...when("name.hasWord(lists.reserved)"), lists: { reserved: "" } },
      "lists/reserved: 1:1: the list has no entries; give it one a line",
    ],
    [
      "a list whole and in parts",
      { lists: { "reserved/001": "a" } },
      "lists/reserved: is there both whole and in parts: remove one",
    ],
    [
      "the part that is at fault",
      { lists: { "long/10": "\u200b", "long/2": "b\n\u200b\n", "long/1": "a\n" } },
      "lists/long/2: 2:1: this entry holds only invisible characters or marks and would match every text; remove it",
      "lists/long/10: 1:1: this entry holds only invisible characters or marks and would match every text; remove it",
    ],
    ["a list that nobody uses", { lists: { spare: "a" } }],
    ["what is no list", { lists: { "a/1/2": "" } }],
  ])("%s", expectFaults);

  test.each([
    ["not JSON", "{ no: 1 }", /^settings: is not JSON at position \d+$/],
    ["cut short", '{"sdkAppIds":[', /^settings: is not JSON/],
  ])("settings that are %s, without quoting them", (_, value, fault) => {
    const { faults } = checkSet([{ name: "settings", value, version: "1" }], commands, sha256);
    expect(faults.map(formatFault)).toEqual([expect.stringMatching(fault)]);
    expect(faults.map(formatFault).join()).not.toContain("no:");
  });

  test("no settings", () => {
    const { faults, settings, set } = checkSet([], commands, sha256);
    expect(faults.map(formatFault)).toEqual(["settings: there are none: put them where the policies are"]);
    expect([settings, set]).toEqual([undefined, undefined]);
  });
});

test("a whole set: versions with the hash of what was read, tokens, the rules of each command in order", () => {
  const observe = (id: string) => ({ rules: [{ id, on: [AFTER, "Group.*CreateGroup"], observe: {} }] });
  const world = { policies: { b: observe("two"), a: observe("one") }, tokens: "# old\n t1 \r\n\r\nt2" };
  const { set, settings, faults } = check(world);
  expect(faults).toEqual([]);
  expect(set?.settings).toBe(settings);
  expect(set?.settings).toMatchObject({
    authentication: "required",
    mode: "enforce",
    toleranceSeconds: 60,
    deadlineMs: 1500,
    refreshSeconds: 30,
    onDeadline: "allow",
    onFault: "allow",
    onUnreadable: "allow",
  });
  expect(set?.tokens).toEqual(["t1", "t2"]);
  expect(set?.documents).toEqual([
    { document: "a", version: "1", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { document: "b", version: "1", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  expect(set?.rulesFor(AFTER).map(({ rule }) => rule)).toEqual(["a/one", "b/two"]);
  expect(set?.rulesFor(CREATE).map(({ rule }) => rule)).toEqual(["a/one", "b/two"]);
  expect(set?.rulesFor(INVITE)).toEqual([]);
});

test("settings are known, and no set, where only a policy is at fault", () => {
  const { set, settings, tokens } = check({ ...rule({ on: "Nope" }), settings: { onFault: "deny" } });
  expect([set, settings?.onFault, tokens]).toEqual([undefined, "deny", ["xxxxyyyy"]]);
});

test("numbered parts are one list, put together by number", () => {
  const parts = { "long/10": "ten", "long/9": "nine", "long/1": "one\n" };
  const world = { ...when("operator in lists.long"), lists: parts };
  const [compiled] = check(world).set?.rulesFor(CREATE) ?? [];
  expect(compiled?.when?.lists).toEqual(new Set(["long"]));
  expect(
    ["one", "nine", "ten", "two"].map((operator) => compiled?.when?.evidence(subject(operator))?.entry),
  ).toEqual(["one", "nine", "ten", undefined]);
});
const subject = (operator: string) => ({ values: { operator }, context: { operator } });
