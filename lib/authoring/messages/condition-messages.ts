import type { ConditionDetails, CostDetails } from "../../policy/diagnostic-details.ts";
import { CREATE, createFilesExample, createRuleExample, type Messages, quote, suggest } from "./message.ts";
import type { syntaxMessages } from "./syntax-messages.ts";

const createConditionExample = (condition: string) =>
  createRuleExample(CREATE, `when: '${condition.replaceAll("'", "''")}'`, "observe: {}");
const createListConditionExample = (condition: string, entries = "admin\n") =>
  createFilesExample({
    "lists/names.txt": entries,
    "naming.yaml": `rules:\n  - id: names\n    ${CREATE}\n    when: '${condition}'\n    observe: {}\n`,
  });

type Details = ConditionDetails[keyof ConditionDetails];
const formatForCommand = ({ command }: Details) => (command === undefined ? "" : ` (for ${command})`);
/** Types as documents write them. */
const showTypes = (types: string | undefined) =>
  (types ?? "another type").replaceAll("WordList", "lists.<name>");
const formatAdvice = ({ suggestion }: { readonly suggestion?: string | undefined }, otherwise: string) =>
  suggestion === undefined ? otherwise : `Write ${suggestion}.`;

export const conditionMessages = {
  "unknown-field": {
    title: "The payload of a command does not have this field.",
    text: (found) =>
      `The payload has no ${quote(found.token)}${formatForCommand(found.details)}.${suggest(found) || " See `chatgate commands <command>`."}`,
    example: createConditionExample('request.Nam == "x"'),
    fix: "Use the name that is suggested; `npx --no chatgate commands <command>` shows a payload.",
  },
  "unknown-function": {
    title: "A function does not exist.",
    text: (found) => `Unknown function ${quote(found.token)}.${suggest(found) || " See docs/language.md."}`,
    example: createConditionExample("members.exist(m, m == name)"),
    fix: "Use the name that is suggested; `docs/language.md` has every function.",
  },
  "field-needs-name": {
    title: "The name of a list, or of a field of `request`, is not a literal.",
    text: () => 'The name must be a literal. Write lists.<name>, or request["Name"].',
    example: createConditionExample("operator in lists[name]"),
    fix: "Write the name as a literal: `lists.<name>`.",
  },
  "list-needs-function": {
    title: "A list is used where a value is expected.",
    text: ({ token }) =>
      `${token ?? "The list"} can only be searched. Write \`operator in lists.<name>\`, or \`name.hasWord(lists.<name>)\`.`,
    example: createListConditionExample("name == lists.names"),
    fix: "Use `in`, or a function that takes a list.",
  },
  "wrong-arguments": {
    title: "A function is given values of the wrong type, or too many, or too few.",
    text: ({ details }) =>
      `${showTypes(details.found)} does not exist${formatForCommand(details)}. Use ${showTypes(details.expected)}.`,
    example: createConditionExample("name.startsWith(3)"),
    fix: "Give it what the text names.",
  },
  "wrong-operands": {
    title: "An operator is given values of types that it does not take.",
    text: ({ details }) =>
      `Types differ: ${showTypes(details.found)}${formatForCommand(details)}. Use two values of one type.`,
    example: createConditionExample('owned == "three"'),
    fix: "Use values of one type.",
  },
  "text-against-number": {
    title: "A number in quotes is compared with a number, or a number with a text.",
    text: (found) =>
      found.token?.startsWith('"') || found.token?.startsWith("'")
        ? `${found.token} is a text, and the other side a number. ${formatAdvice(found, "Remove the quotes.")}`
        : `${found.token ?? ""} is a number, and the other side a text. ${formatAdvice(found, "Put it between quotes.")}`,
    example: createConditionExample('members.size() > "20"'),
    fix: "Remove the quotes, or add them.",
  },
  "not-bool": {
    title: "A condition, or a part of it, is neither true nor false.",
    text: ({ details }) =>
      `This must be true or false, and is ${showTypes(details.found)}${formatForCommand(details)}. Compare it with something.`,
    example: createConditionExample("owned"),
    fix: "Compare it with something: `owned > 3`.",
  },
  "not-iterable": {
    title: "A macro is applied to a value without items.",
    text: ({ details }) =>
      `This must be a list, and is ${showTypes(details.found)}${formatForCommand(details)}. Use a facet that is a list.`,
    example: createConditionExample('name.exists(c, c == "x")'),
    fix: "Use a facet that is a list, such as `members`.",
  },
  "mixed-items": {
    title: "The items of a list, or the two sides of `? :`, have different types.",
    text: ({ details }) =>
      details.found?.includes(" : ")
        ? `The two sides differ: ${details.found}${formatForCommand(details)}. Use values of one type.`
        : `This item is ${showTypes(details.found)}, unlike those before it${formatForCommand(details)}. Use values of one type.`,
    example: createConditionExample('name in ["a", 2]'),
    fix: "Use values of one type.",
  },
  "wrong-key": {
    title: "An index has the wrong type.",
    text: ({ details }) =>
      `The index is ${showTypes(details.found)}${formatForCommand(details)}. Use an int for a list, a text for a map.`,
    example: createConditionExample('members["first"] == "x"'),
    fix: "Use an int for a list, a text for a map.",
  },
  "no-fields": {
    title: "A field is read from a value that has no fields.",
    text: ({ token, details }) =>
      `${quote(token)}: ${showTypes(details.found)} has no fields${formatForCommand(details)}. Remove what follows the dot, or call a function.`,
    example: createConditionExample("eventTime.hour == 22"),
    fix: "Remove what follows the dot, or call a function: `eventTime.getHours()`.",
  },
  "missing-call": {
    title: "A function lacks its parentheses.",
    text: (found) => `${quote(found.token)} is not a field. ${formatAdvice(found, "Add parentheses.")}`,
    example: createConditionExample("members.size > 20"),
    fix: "Add the parentheses: `members.size()`.",
  },
  "bad-timestamp": {
    title: "A time is not in RFC 3339 format.",
    text: ({ token }) => `${token ?? ""} is not a time. Write it as "2027-01-31T00:00:00Z".`,
    example: createConditionExample('now > timestamp("2027-13-01")'),
    fix: 'Write it as `"2027-01-31T00:00:00Z"`.',
  },
  "bad-duration": {
    title: "A duration is not in CEL's format.",
    text: ({ token }) => `${token ?? ""} is not a duration. Write it as "1h30m", "5m" or "24h".`,
    example: createConditionExample('now - eventTime > duration("5 minutes")'),
    fix: 'Write it as `"1h30m"`; a day is `"24h"`.',
  },
  "bad-zone": {
    title: "A time zone does not exist.",
    text: (found) =>
      `${found.token ?? ""} is not a time zone. ${formatAdvice(found, 'Write it as "Asia/Singapore" or "+08:00".')}`,
    example: createConditionExample('now.getHours("Asia/Singapoor") < 6'),
    fix: 'Use a name of the IANA database, such as `"Asia/Singapore"`, or a distance such as `"+08:00"`.',
  },
  "bad-conversion": {
    title: "A literal text cannot be converted.",
    text: ({ token }) => `${token ?? ""} cannot be converted. Write the value itself.`,
    example: createConditionExample('owned > int("three")'),
    fix: "Write the value itself.",
  },
  "pattern-not-written": {
    title: "The pattern of `glob()` is not a literal.",
    text: () => 'The pattern must be a literal. Write it as "vip-*".',
    example: createConditionExample("name.glob(operator)"),
    fix: 'Write the pattern as text: `"vip-*"`.',
  },
  "pattern-too-long": {
    title: "The pattern of `glob()` is too long.",
    text: () => "The pattern has over 100 characters. Use a shorter one, or a list.",
    example: createConditionExample(`name.glob("${"x".repeat(101)}")`),
    fix: "Use a shorter pattern, or a list.",
  },
  "scripts-not-written": {
    title: "The scripts of `onlyScripts()` are not literals.",
    text: () => 'The scripts must be literals. Write them as ["Latin", "Han"].',
    example: createConditionExample("name.onlyScripts(members)"),
    fix: 'Write them as `["Latin", "Han"]`.',
  },
  "unknown-script": {
    title: "A Unicode script does not exist.",
    text: ({ token }) => `${quote(token)} is not a Unicode script. Use a name such as "Latin" or "Han".`,
    example: createConditionExample('name.onlyScripts(["Latn1"])'),
    fix: "Use the name that Unicode has, such as `Latin`, `Han` or `Cyrillic`.",
  },
  "bad-time-of-day": {
    title: "A time of day is not in the format `HH:MM`.",
    text: ({ token }) => `${token ?? ""} is not a time of day. Write it as "22:00".`,
    example: createConditionExample('now.between("7:00", "23:59", "UTC")'),
    fix: 'Write it as `"07:00"`.',
  },
  "zone-not-written": {
    title: "The time zone of `between()` is not a literal.",
    text: () => 'The time zone must be a literal. Write it as "Asia/Singapore".',
    example: createConditionExample('now.between("22:00", "06:00", name)'),
    fix: 'Write it as `"Asia/Singapore"`.',
  },
  "bad-network": {
    title: "A list that `inCidr()` searches has an entry that is not an address.",
    text: ({ token }) => `${quote(token)} is not an address or a block. Write it as 192.0.2.1 or 10.0.0.0/8.`,
    example: createListConditionExample("clientIp.inCidr(lists.names)", "10.0.0.0/33\n"),
    fix: "Change the entry: an address, or a block such as `10.0.0.0/8`.",
  },
  "cost-too-high": {
    title: "A condition could take too long on the largest request that Chat sends.",
    text: ({ token, details: { steps, limit, command } }) =>
      `This could take ${steps.toLocaleString("en")} steps for ${command}, and ${limit.toLocaleString("en")} are allowed; most of them in ${quote(token)}. Search a list once with hasWord() or containsAny() instead of item by item, or split the rule.`,
    example: createRuleExample(
      "on: Group.CallbackBeforeSendMsg",
      `when: 'text.split("").exists(c, text.size() < 0)'`,
      "observe: {}",
    ),
    fix: "Search a text once instead of item by item, use a list, or split the rule.",
  },
} satisfies Messages<Omit<ConditionDetails, keyof typeof syntaxMessages> & CostDetails>;
