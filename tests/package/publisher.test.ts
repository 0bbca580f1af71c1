import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { testRows } from "../support/table.ts";

const text = readFileSync("serverless/publisher.yml", "utf8");
const { Resources } = parse(text);

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
};

/** Of a role, with what holds only if there is a bucket. */
const listStatements = (role: string): readonly Statement[] =>
  Resources[role].Properties.Policies.flatMap(
    ({ PolicyDocument }: { readonly PolicyDocument: { readonly Statement: readonly object[] } }) =>
      PolicyDocument.Statement.map((statement) =>
        "Fn::If" in statement ? (statement as { "Fn::If": readonly Statement[] })["Fn::If"][1] : statement,
      ),
  );
const listActions = (role: string, effect: string) =>
  listStatements(role)
    .filter(({ Effect }) => Effect === effect)
    .flatMap(({ Action }) => Action);

const READ = ["ssm:GetParametersByPath", "ssm:GetParameters", "ssm:GetParameterHistory", "s3:GetObject"];
const WRITE = [
  "ssm:PutParameter",
  "ssm:DeleteParameters",
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:ListBucket",
];

testRows(
  [
    { role: "Reader", actions: READ, subject: /^repo:\$\{Repository\}:pull_request$/ },
    {
      role: "Publisher",
      actions: [...READ, ...WRITE],
      subject: /^repo:\$\{Repository\}:environment:\$\{Name\}$/,
    },
  ],
  "$role: only its actions, only its stage, only for its jobs",
  ({ role, actions, subject }) => {
    expect(listActions(role, "Allow")).toEqual(actions);
    const resources = JSON.stringify(listStatements(role).map(({ Resource }) => Resource));
    expect(resources).not.toContain("chatgate-secrets");
    expect(resources).not.toMatch(/"\*"|parameter\/\*|chatgate\/\*/);
    const [{ Action, Condition }] = Resources[role].Properties.AssumeRolePolicyDocument.Statement;
    expect(Action).toBe("sts:AssumeRoleWithWebIdentity");
    const { "token.actions.githubusercontent.com:sub": sub, ...others } = Condition.StringEquals;
    expect([sub["Fn::Sub"]].flat()[0]).toMatch(subject);
    expect(others).toEqual({ "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" });
  },
);

test("what the stack says of its function is not the publisher's to change", () => {
  const denied = listStatements("Publisher").filter(({ Effect }) => Effect === "Deny");
  expect(JSON.stringify(denied)).toMatch(/\$\{Stage\}\/reader.*\$\{Stage\}\/bucket/);
});
