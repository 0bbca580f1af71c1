import { GetParametersByPathCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import type { Source } from "../../lib/store/source.ts";
import type { SsmOptions } from "../../lib/store/ssm.ts";

/** What ssm.ts does, with AWS's own client: for the comparison in bench/main.ts, and for nothing else. */
export function ssmSource({ path, region, endpoint, credentials }: SsmOptions): Source {
  const { accessKeyId, secretAccessKey } = credentials();
  const client = new SSMClient({
    region,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const readPath = async (root: string, WithDecryption: boolean): Promise<Parameter[]> => {
    const parameters: Parameter[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new GetParametersByPathCommand({
          Path: root,
          Recursive: true,
          WithDecryption,
          ...(NextToken ? { NextToken } : {}),
        }),
      );
      for (const { Name = "", Value = "", Version = 0 } of page.Parameters ?? [])
        parameters.push({ name: Name.slice(root.length + 1), value: Value, version: String(Version) });
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return parameters;
  };
  return {
    name: `ssm:${path}`,
    read: async () => {
      const [plain, secret] = await Promise.all([
        readPath(path, false),
        readPath(path.replace(/^\/[^/]+/, "$&-secrets"), true),
      ]);
      return { kind: "read", parameters: [...plain, ...secret] };
    },
  };
}
