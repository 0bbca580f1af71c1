import { commandDocs } from "./engine.ts";

/** Notes on a command for policy authors, one or a few sentences each. */
export function describeCommandRules(name: string): readonly string[] {
  const docs = commandDocs.get(name);
  if (docs === undefined) return [];
  const { reply } = docs.command;
  const can =
    reply.phase === "after"
      ? "It has happened already: rules can only observe."
      : `Rules can ${reply.actions.join(", ")}. ${reply.codes === null ? "It carries no code of your own." : `Codes of your own are ${reply.codes.join(" to ")}.`}`;
  return [
    `${docs.title}: ${name}.`,
    can,
    ...docs.notes.map((note) => note.replaceAll(/`|\[([^\]]*)\]\([^)]*\)/g, "$1")),
  ];
}
