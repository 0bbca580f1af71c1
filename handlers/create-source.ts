import { type AwsClient, createAwsClient } from "../lib/aws/client.ts";
import { formatRegionalEndpoint } from "../lib/aws/endpoint.ts";
import type { Source } from "../lib/store/source.ts";
import { createSsmSource } from "../lib/store/ssm.ts";
import type { Environment } from "./environment.ts";
import { readCredentials } from "./read-credentials.ts";

export function createSource({ place, region, ssmEndpoint, s3Endpoint }: Environment): Source {
  switch (place.kind) {
    case "ssm":
      return createSsmSource({
        path: place.path,
        region,
        credentials: readCredentials,
        ...(ssmEndpoint === undefined ? {} : { endpoint: ssmEndpoint }),
        ...(s3Endpoint === undefined ? {} : { s3Endpoint }),
      });
    case "directory":
      return {
        name: `dir:${place.path}`,
        // Loaded when used: no Lambda reads a directory.
        read: async () =>
          (await import("../lib/store/directory.ts")).createDirectorySource(place.path).read(),
      };
    case "unusable": {
      const reason = "CHATGATE_SOURCE is invalid. Set it to ssm:/chatgate/<stage> or dir:<directory>.";
      return { name: "none", read: async () => ({ kind: "failed", reason }) };
    }
  }
}

/** Clients of the services besides the store, one for each service and region. Default: the function's own region. */
export function createConnect(environment: Environment): (service: string, region?: string) => AwsClient {
  const clients = new Map<string, AwsClient>();
  return (service, region = environment.region) => {
    const key = `${service} ${region}`;
    const { awsEndpoint, ssmEndpoint } = environment;
    const given = service === "ssm" ? ssmEndpoint : awsEndpoint;
    const endpoint = new URL(given ?? formatRegionalEndpoint(service, region));
    const client =
      clients.get(key) ?? createAwsClient({ service, region, endpoint, credentials: readCredentials });
    clients.set(key, client);
    return client;
  };
}
