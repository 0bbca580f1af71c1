import { createAwsClient } from "../../lib/aws/client.ts";
import type { Call } from "../../lib/sinks/destinations/destination.ts";

/** A client of one service at an endpoint on loopback. */
export const createLoopbackClient = (service: string, endpoint: string) =>
  createAwsClient({
    ...{ service, region: "ap-southeast-1", endpoint: new URL(endpoint) },
    credentials: () => ({ accessKeyId: "test", secretAccessKey: "test" }),
  });

/** Signed calls of one service, as destinations are given them. */
export const createCall = (service: string, endpoint: string): Call =>
  createLoopbackClient(service, endpoint).call;
