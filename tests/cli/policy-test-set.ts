import { SETTINGS } from "./terminal.ts";

/** A set with a refusal, a shadow, a target and a mask. */
export const FILES = {
  "policies/settings.yaml": SETTINGS,
  "policies/rules.yaml": `rules:
  - id: live
    on: Group.CallbackBeforeCreateGroup
    when: groupType == "AVChatRoom"
    deny: { code: 10101, message: "No {groupType} groups." }
  - id: many
    on: Group.CallbackBeforeCreateGroup
    mode: shadow
    when: owned >= 20
    deny: {}
  - id: barred
    on: Group.CallbackBeforeInviteJoinGroup
    when: target in lists.barred
    deny: {}
  - id: words
    on: C2C.CallbackBeforeSendMsg
    mask: { list: barred, with: "*" }
`,
  "policies/lists/barred.txt": "u_bad\nrude\n",
};

/** Tests of it that pass. */
export const GOOD = `tests:
  - name: live
    command: Group.CallbackBeforeCreateGroup
    set: { groupType: AVChatRoom, owned: 20 }
    expect: { decision: deny, code: 10101, rule: live, message: No AVChatRoom groups., effects: { many: would-deny } }
  - name: others
    command: Group.CallbackBeforeCreateGroup
    expect: { decision: allow, effects: { rules/live: pass, many: pass } }
  - name: some
    command: Group.CallbackBeforeInviteJoinGroup
    set: { targets: [u_good, u_bad] }
    expect: { decision: partial, rule: barred, refused: [u_bad] }
  - name: all
    command: Group.CallbackBeforeInviteJoinGroup
    set: { target: u_bad }
    expect: { decision: partial, refused: [u_bad] }
  - name: rude
    command: C2C.CallbackBeforeSendMsg
    set: { text: how rude }
    expect: { decision: mask, rule: words, text: how **** }
  - name: unreadable
    command: Group.CallbackBeforeCreateGroup
    set: { Name: null }
    expect: unreadable
`;
