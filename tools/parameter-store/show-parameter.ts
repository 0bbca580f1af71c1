export type Type = "String" | "StringList" | "SecureString";
export type Tier = "Standard" | "Advanced";

export type Version = {
  readonly number: number;
  readonly value: string;
  readonly type: Type;
  readonly tier: Tier;
  readonly description: string | undefined;
  readonly modified: number; // seconds, with a fraction
  readonly labels: Set<string>;
};

const formatArn = (name: string) =>
  `arn:aws:ssm:us-east-1:000000000000:parameter${name.startsWith("/") ? "" : "/"}${name}`;

export const encipher = ({ type, value }: Version) =>
  type === "SecureString"
    ? `AQICAH${Buffer.from(value).toString("base64").split("").reverse().join("")}`
    : value;

export const showVersion = (name: string, version: Version, decrypt: boolean) => ({
  Name: name,
  Type: version.type,
  Value: decrypt ? version.value : encipher(version),
  Version: version.number,
  LastModifiedDate: version.modified,
  ARN: formatArn(name),
  DataType: "text",
});

export const describeVersion = (name: string, version: Version) => ({
  Name: name,
  ARN: formatArn(name),
  Type: version.type,
  LastModifiedDate: version.modified,
  LastModifiedUser: "arn:aws:iam::000000000000:user/somebody",
  ...(version.description === undefined ? {} : { Description: version.description }),
  Version: version.number,
  Tier: version.tier,
  DataType: "text",
});
