import { readCommandFiles } from "./command-files.ts";
import type { Generated } from "./generated.ts";

const HEADER = "// Made by `npm run generate` from the files of lib/commands. Do not edit.";

/** Static imports, so that the handler's bundle holds every command. */
export const commandIndex: Generated = {
  path: "lib/commands/generated/index.ts",
  make: async () => {
    const paths = (await readCommandFiles()).map(({ path }) => path);
    return `${HEADER}
${formatImports(paths, ".ts", ["define-command", "Command"])}

const all: readonly Command[] = [
${paths.map((path) => `  ${formatName(path)},`).join("\n")}
];

/** Every command that chatgate knows, by its wire name. */
export const commands: ReadonlyMap<string, Command> = new Map(all.map((command) => [command.name, command]));

/** The same by every name that Chat may send: what a callback's command is looked up in. */
export const wireCommands: ReadonlyMap<string, Command> = new Map(
  all.flatMap((command) => [command.name, ...(command.aliases ?? [])].map((name) => [name, command])),
);
`;
  },
};

/** Static imports, so that the playground's bundle holds what is said about every command. */
export const commandDocsIndex: Generated = {
  path: "lib/commands/generated/docs.ts",
  make: async () => {
    const paths = (await readCommandFiles()).map(({ path }) => path);
    return `${HEADER}
${formatImports(paths, ".docs.ts", ["describe-command", "CommandDocs"])}

const all: readonly CommandDocs[] = [
${paths.map((path) => `  ${formatName(path)},`).join("\n")}
];

/** What is said about every command that chatgate knows, by its wire name. */
export const commandDocs: ReadonlyMap<string, CommandDocs> = new Map(
  all.map((docs) => [docs.command.name, docs]),
);
`;
  },
};

/** In the order in which the linter sorts imports. */
function formatImports(
  paths: readonly string[],
  suffix: string,
  [typeFile, type]: readonly [file: string, type: string],
): string {
  const lines = paths.map(
    (path) => [path, `import ${formatName(path)} from "../${path}${suffix}";`] as const,
  );
  const typeLine = [typeFile, `import type { ${type} } from "../${typeFile}.ts";`] as const;
  return [...lines, typeLine]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line)
    .join("\n");
}

/** `group/before-send-msg` → `groupBeforeSendMsg` */
function formatName(path: string): string {
  return path.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
}
