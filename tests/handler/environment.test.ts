import { formatEnvironmentFault, readEnvironment } from "../../handlers/environment.ts";
import { testRows } from "../support/table.ts";

const deployed = {
  CHATGATE_STAGE: "dev",
  CHATGATE_SOURCE: "ssm:/chatgate/dev",
  CHATGATE_ON_FAULT: "allow",
  CHATGATE_REFRESH_SECONDS: "5",
  AWS_REGION: "ap-southeast-1",
};
const read = {
  stage: "dev",
  place: { kind: "ssm", path: "/chatgate/dev" },
  onFault: "allow",
  refreshSeconds: 5,
  region: "ap-southeast-1",
  ssmEndpoint: undefined,
};

testRows<{
  readonly name: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly expected: object;
  readonly invalid?: readonly string[];
}>(
  [
    { name: "as deployed", variables: deployed, expected: read },
    {
      name: "nothing set: a directory, and the defaults",
      variables: {},
      expected: {
        stage: "local",
        place: { kind: "directory", path: "policies" },
        onFault: "allow",
        refreshSeconds: 1,
        region: "",
      },
    },
    {
      name: "empty strings are unset",
      variables: { ...deployed, CHATGATE_ON_FAULT: "", CHATGATE_REFRESH_SECONDS: "", AWS_ENDPOINT_URL: "" },
      expected: { ...read, refreshSeconds: 1 },
    },
    {
      name: "ON_FAULT deny",
      variables: { ...deployed, CHATGATE_ON_FAULT: "deny" },
      expected: { onFault: "deny" },
    },
    ...["Deny", "DENY ", "refuse", "true", "deny;"].map((value) => ({
      name: `ON_FAULT ${JSON.stringify(value)} is invalid, and denies`,
      variables: { ...deployed, CHATGATE_ON_FAULT: value },
      expected: { ...read, onFault: "deny" },
      invalid: ["CHATGATE_ON_FAULT"],
    })),
    {
      name: "ON_FAULT Allow is invalid, but leaves no doubt",
      variables: { ...deployed, CHATGATE_ON_FAULT: "Allow" },
      expected: read,
      invalid: ["CHATGATE_ON_FAULT"],
    },
    ...["5s", "0", "-1", "3601", "1.5", "1e1", "NaN"].map((value) => ({
      name: `REFRESH_SECONDS ${value} is invalid, and reads as the default`,
      variables: { ...deployed, CHATGATE_REFRESH_SECONDS: value },
      expected: { ...read, refreshSeconds: 1 },
      invalid: ["CHATGATE_REFRESH_SECONDS"],
    })),
    {
      name: "REFRESH_SECONDS at its limit",
      variables: { ...deployed, CHATGATE_REFRESH_SECONDS: "3600" },
      expected: { ...read, refreshSeconds: 3600 },
    },
    ...["s3://bucket", "ssm:chatgate/dev", "ssm:/", "ssm:/a b", "dir:", "/chatgate/dev"].map((value) => ({
      name: `SOURCE ${value} is invalid, and gives nothing`,
      variables: { ...deployed, CHATGATE_SOURCE: value },
      expected: { ...read, place: { kind: "unusable" } },
      invalid: ["CHATGATE_SOURCE"],
    })),
    {
      name: "a slash at the end of the source",
      variables: { ...deployed, CHATGATE_SOURCE: "ssm:/chatgate/dev/" },
      expected: read,
    },
    {
      name: "SSM without a region",
      variables: { ...deployed, AWS_REGION: undefined },
      expected: { ...read, region: "" },
      invalid: ["AWS_REGION"],
    },
    {
      name: "a stage that no path can hold",
      variables: { ...deployed, CHATGATE_STAGE: "dev/../prod" },
      expected: { ...read, stage: "invalid" },
      invalid: ["CHATGATE_STAGE"],
    },
    {
      name: "the endpoint of SSM before that of all services",
      variables: { ...deployed, AWS_ENDPOINT_URL: "http://a", AWS_ENDPOINT_URL_SSM: "http://b" },
      expected: { ...read, ssmEndpoint: "http://b", s3Endpoint: "http://a" },
    },
    {
      name: "an endpoint that is no URL: kept, so that no other store is read",
      variables: { ...deployed, AWS_ENDPOINT_URL: "localhost:4566" },
      expected: { ...read, ssmEndpoint: "localhost:4566" },
      invalid: ["AWS_ENDPOINT_URL"],
    },
  ],
  ({ variables, expected, invalid = [] }) => {
    const { environment, faults } = readEnvironment(variables);
    expect(environment).toMatchObject(expected);
    expect(faults.map(({ code, name }) => [code, name])).toEqual(
      invalid.map((name) => ["environment-invalid", name]),
    );
  },
);

test("a fault says what to do, and never the value", () => {
  const { faults } = readEnvironment({ ...deployed, CHATGATE_ON_FAULT: "XYZZY" });
  expect(faults.map(formatEnvironmentFault)).toEqual([
    "CHATGATE_ON_FAULT is invalid. Set it to allow or deny.",
  ]);
  expect(JSON.stringify(faults)).not.toContain("XYZZY");
});
