import type { Row } from "./row.ts";

export const labelsRows: readonly Row[] = [
  {
    code: "label-repeated",
    sample: { token: "recalled" },
    text: 'The id "recalled" is already used in this file. Use another one.',
  },
  {
    code: "label-phase",
    sample: {
      path: ["labels", 0, "from"],
      details: { commands: ["Group.CallbackBeforeSendMsg"], wanted: "after" },
    },
    text: 'Group.CallbackBeforeSendMsg asks before something happens. "from" takes commands that report it afterwards.',
  },
  {
    code: "label-key-type",
    sample: { path: ["labels", 0, "keys"], details: { found: "bool", isList: true } },
    text: '"keys" gives bool. Write an expression that gives a text or a number, or a list of them.',
  },
  {
    code: "label-within",
    sample: { token: "90d", details: { shortest: "1m", longest: "30d" } },
    text: "90d is out of range. Use 1m to 30d.",
  },
];
