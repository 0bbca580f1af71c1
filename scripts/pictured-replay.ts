import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRecordingLine, createTraffic } from "../tests/support/traffic.ts";

const REQUESTS = 4_000;
const ACCOUNTS = 120;

/** Two more rules, one of which refuses more than its author intended. */
const stricter = `description: What channels and topics may be called.
rules:
  - id: vip
    on: "*.CallbackBeforeCreate*"
    when: name.startsWith("vip")
    deny: { message: "Names of lounges are given by the team." }

  - id: short
    on: OfficialAccount.CallbackBeforeCreateOfficialAccount
    when: name.size() < 16
    deny: { message: "This name is too short." }
`;

/** The command that the pictures of a replay show. */
export const REPLAY_COMMAND = ["replay", "recordings", "--policies", "policies", "--against", "before"];

/** Recorded requests, and the example policies before and after a change; deterministic. */
export function writeReplayWorld(folder: string): void {
  cpSync("policies", join(folder, "before"), { recursive: true });
  cpSync("policies", join(folder, "policies"), { recursive: true });
  writeFileSync(join(folder, "policies", "channels.yaml"), stricter);
  const creation = join(folder, "policies", "creation.yaml");
  writeFileSync(
    creation,
    readFileSync(creation, "utf8").replace('"Community"]', '"Community", "AVChatRoom"]'),
  );
  mkdirSync(join(folder, "recordings"));
  const lines = createTraffic(REQUESTS, 1, ACCOUNTS).map((request) => createRecordingLine(request));
  writeFileSync(join(folder, "recordings", "june.jsonl"), `${lines.join("\n")}\n`);
}
