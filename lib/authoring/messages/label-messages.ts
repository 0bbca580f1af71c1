import type { LabelDetails } from "../../policy/diagnostic-details.ts";
import { createSituation, type Messages, quote, summarizeNames } from "./message.ts";

const PHASES = { before: "asks before something happens", after: "reports what has happened" } as const;

export const labelMessages = {
  "label-repeated": {
    title: "Two labels have the same id.",
    text: ({ token }) => `The id ${quote(token)} is already used in this file. Use another one.`,
    example: createSituation("two labels `recalled` in `replay.labels.yaml`"),
    fix: "Give each label an id of its own.",
  },
  "label-phase": {
    title: "`of` covers a command that cannot be refused, or `from` one that asks.",
    text: ({ path, details: { commands, wanted } }) => {
      const phase = PHASES[wanted === "before" ? "after" : "before"];
      return `${summarizeNames(commands)} ${phase}. ${quote(String(path.at(-1)))} takes commands that ${wanted === "before" ? "ask before it" : "report it afterwards"}.`;
    },
    example: createSituation("`from: Group.CallbackBeforeSendMsg` in `replay.labels.yaml`"),
    fix: "Name before-commands under `of`, after-commands under `from`.",
  },
  "label-key-type": {
    title: "`key` or `keys` gives neither a text nor a number.",
    text: ({ path, details: { found, isList } }) =>
      `${quote(String(path.at(-1)))} gives ${found}. Write an expression that gives a text or a number${isList ? ", or a list of them" : ""}.`,
    example: createSituation('`key: request.MsgId != ""` in `replay.labels.yaml`'),
    fix: "Write an expression that names one thing, such as `request.MsgId`; `keys` may give a list.",
  },
  "label-within": {
    title: "`within` is too short or too long.",
    text: ({ token, details: { shortest, longest } }) =>
      `${token ?? "The duration"} is out of range. Use ${shortest} to ${longest}.`,
    example: createSituation("`within: 90d` in `replay.labels.yaml`"),
    fix: "Use a duration in the range that is named.",
  },
} satisfies Messages<LabelDetails>;
