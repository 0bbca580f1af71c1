import type { ReadResult } from "../../lib/store/source.ts";
import { createSsmSource, type SsmOptions } from "../../lib/store/ssm.ts";
import type { ParameterStore } from "../../tools/parameter-store/parameter-store.ts";

/** Milliseconds that a busy machine keeps to as well, for a store that answers. */
export const PATIENT = { timeoutMs: 20_000, budgetMs: 25_000 };

/** Stage dev of the store. */
export const createTestSource = (store: ParameterStore, options: Partial<SsmOptions> = {}) =>
  createSsmSource({
    path: "/chatgate/dev",
    region: "eu-west-1",
    endpoint: store.url,
    credentials: () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" }),
    ...options,
  });

export const readReason = (result: ReadResult) => (result.kind === "failed" ? result.reason : "(read)");

export const listNames = (result: ReadResult) =>
  result.kind === "read" ? result.parameters.map(({ name }) => name) : [result.reason];
