import { readCommandFiles } from "./command-files.ts";
import type { Generated } from "./generated.ts";

/** Static imports, so that the bundle holds every command. */
export const commandIndex: Generated = {
  path: "lib/commands/generated/index.ts",
  make: async () => {
    const paths = (await readCommandFiles()).map(({ path }) => path);
    const imports = ["define-command", ...paths].sort().map(importOf);
    return `// Made by \`npm run generate\`: every command file of lib/commands. Do not edit.
${imports.join("\n")}

const all: readonly Command[] = [
${paths.map((path) => `  ${nameOf(path)},`).join("\n")}
];

/** Every command that chatgate knows, by its wire name. */
export const commands: ReadonlyMap<string, Command> = new Map(all.map((command) => [command.name, command]));
`;
  },
};

function importOf(path: string): string {
  const what = path === "define-command" ? "type { Command }" : nameOf(path);
  return `import ${what} from "../${path}.ts";`;
}

/** `group/before-send-msg` → `groupBeforeSendMsg` */
function nameOf(path: string): string {
  return path.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
}
