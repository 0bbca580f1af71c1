import type { Command } from "../../lib/commands/define-command.ts";
import beforeCreateGroup from "../../lib/commands/group/before-create-group.ts";
import beforeCreateTopic from "../../lib/commands/group/before-create-topic.ts";
import afterMsgWithDraw from "../../lib/commands/official-account/after-msg-with-draw.ts";
import beforeCreateOfficialAccount from "../../lib/commands/official-account/before-create-official-account.ts";

const all: readonly Command[] = [
  beforeCreateGroup,
  beforeCreateTopic,
  afterMsgWithDraw,
  beforeCreateOfficialAccount,
];

export const commands: ReadonlyMap<string, Command> = new Map(all.map((command) => [command.name, command]));
