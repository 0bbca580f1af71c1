import { createAwsClient } from "../../lib/aws/client.ts";
import type { Call } from "../../lib/sinks/destinations/destination.ts";

/** A client of one service at an endpoint on loopback. `now`: the clock of deadlines. */
export const createLoopbackClient = (service: string, endpoint: string, now: () => number = Date.now) =>
  createAwsClient({
    now,
    ...{ service, region: "ap-southeast-1", endpoint: new URL(endpoint) },
    credentials: () => ({ accessKeyId: "test", secretAccessKey: "test" }),
  });

/** Signed calls of one service, as destinations are given them. */
export const createCall = (service: string, endpoint: string, now?: () => number): Call =>
  createLoopbackClient(service, endpoint, now).call;
