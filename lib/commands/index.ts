// Made by `npm run generate`: every command file of this folder. Do not edit.
import type { Command } from "./define-command.ts";
import groupBeforeCreateGroup from "./group/before-create-group.ts";
import groupBeforeCreateTopic from "./group/before-create-topic.ts";
import officialAccountAfterMsgWithDraw from "./official-account/after-msg-with-draw.ts";
import officialAccountBeforeCreateOfficialAccount from "./official-account/before-create-official-account.ts";

const all: readonly Command[] = [
  groupBeforeCreateGroup,
  groupBeforeCreateTopic,
  officialAccountAfterMsgWithDraw,
  officialAccountBeforeCreateOfficialAccount,
];

/** Every command that chatgate knows, by its wire name. */
export const commands: ReadonlyMap<string, Command> = new Map(all.map((command) => [command.name, command]));
