import { SETTINGS } from "./terminal.ts";

const POLICY = `rules:
  - id: live
    on: Group.CallbackBeforeCreateGroup
    when: '!(groupType in ["Work", "Public"]) && platform != "restapi"'
    deny: { code: 10101, message: "No {groupType} groups." }
  - id: reserved
    on: "*.CallbackBeforeCreate*"
    when: name.hasWord(lists.reserved)
    unless: [{ account: [ops-bot], reason: Runs the official groups }]
    deny: { code: { Group: 10102 }, message: Reserved. }
  - id: many
    on: Group.CallbackBeforeCreateGroup
    mode: shadow
    when: owned >= 20 || request.CreateGroupNum > 30
    deny: {}
  - id: barred
    on: Group.CallbackBeforeInviteJoinGroup
    when: target in lists.barred
    deny: {}
  - id: words
    on: "*.CallbackBeforeSendMsg"
    mask: { list: barred, with: "*" }
`;

/** A set whose rules differ in what they explain. */
export const FILES = {
  "policies/settings.yaml": SETTINGS,
  "policies/tokens.txt": "a-secret-token\\n",
  "policies/rules.yaml": POLICY,
  "policies/lists/reserved.txt": "official\n",
  "policies/lists/barred.txt": "u_bad\nrude\n",
};
