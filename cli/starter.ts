import { commandDocs } from "../lib/commands/generated/docs.ts";
import { SAFE_PROGRAM } from "./io.ts";

/** The comment that selects the schema in editors with a YAML language server. */
const formatSchemaLine = (name: string) =>
  `# yaml-language-server: $schema=./${SCHEMA_FOLDER}/${name}.schema.json\n`;

export const SCHEMA_FOLDER = "schema";

/** The first rule with a limit, in shadow mode. */
const FIRST_LIMIT = `
  - id: creation-burst
    description: Recorded only; take \`mode\` out, and the sixth within an hour is refused.
    mode: shadow
    on: "*.CallbackBeforeCreate*"
    limit: { max: 5, per: 1h, by: operator }
    deny:
      code: { Group: 10103, OfficialAccount: 120103 }
      message: "At most {max} in an hour. Try again in {retryMinutes} minutes."
`;
const FIRST_LIMIT_TESTS = `
  - name: would refuse the sixth within an hour
    command: Group.CallbackBeforeCreateGroup
    given: { used: 5 }
    expect: { decision: allow, effects: { creation-burst: would-deny } }
`;

/** The files of a new policy folder. A test checks and runs all of them. */
export function createStarterFiles({
  sdkAppId,
  token,
}: {
  readonly sdkAppId: number;
  readonly token: string;
}) {
  return {
    "settings.yaml": `${formatSchemaLine("settings")}# Which apps may call the gate, and how it answers. \`${SAFE_PROGRAM} policy check\` knows every key.
sdkAppIds: [${sdkAppId}]
# Callbacks must carry a good Sign; the tokens are in tokens.txt here, and in a secret of their own on AWS.
authentication: required
# shadow: only record what would be refused. enforce: refuse.
mode: enforce
`,
    "naming.yaml": `${formatSchemaLine("policy")}description: What groups and channels may be called.
rules:
  - id: reserved-names
    # A command, a pattern, or a list of either; \`${SAFE_PROGRAM} commands\` shows them all.
    on: "*.CallbackBeforeCreate*"
    # Facets are the words for what a request says; \`${SAFE_PROGRAM} commands <command>\` shows a command's.
    when: name.hasWord(lists.reserved)
    unless:
      - { account: [ops-bot], reason: Runs the official groups }
    deny: { code: { Group: 10102, OfficialAccount: 120102 }, message: "This name is reserved." }

  - id: renamed
    description: Whoever was refused can rename afterwards, which can only be recorded.
    on: "*.CallbackAfter*InfoChanged"
    when: name.hasWord(lists.reserved)
    observe: {}
${FIRST_LIMIT}`,
    "naming.test.yaml": `${formatSchemaLine("policy-test")}tests:
  - name: refuses a reserved name, whatever letters it is written in
    command: Group.CallbackBeforeCreateGroup
    set: { name: "ＯFFICIAL support" }
    expect: { decision: deny, code: 10102, rule: reserved-names }

  - name: lets other names pass
    command: Group.CallbackBeforeCreateGroup
    set: { name: Trail runners Lisbon }
    expect: allow

  - name: exempts the operations account
    command: Group.CallbackBeforeCreateGroup
    set: { name: Official support }
    as: ops-bot
    expect: { decision: allow, effects: { reserved-names: exempt } }

  - name: records a change to a reserved name
    command: Group.CallbackAfterGroupInfoChanged
    set: { name: Official support }
    expect: { decision: allow, effects: { renamed: observe } }

  - name: does not record other changes
    command: Group.CallbackAfterGroupInfoChanged
    set: { name: Trail runners Porto }
    expect: { decision: allow, effects: { renamed: pass } }
${FIRST_LIMIT_TESTS}`,
    "lists/reserved.txt": `# Names reserved for the operator. Letter case, accents and look-alike letters make no difference.
admin
moderator
official
support
`,
    "tokens.txt": `# The authentication token, as in Chat's console. For this machine only: keep it out of the repository.
${token}
`,
    ".gitignore": "tokens.txt\n",
    "events/create-group.json": `${JSON.stringify(
      { ...commandDocs.get("Group.CallbackBeforeCreateGroup")?.sample, Name: "Official support" },
      null,
      2,
    )}
`,
  };
}
