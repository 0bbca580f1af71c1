import { expireEntries } from "../policy-set/expire-entries.ts";
import type { Source } from "./source.ts";

/** The same source, without entries of lists that have ended. `now` in milliseconds. */
export const createExpiringSource = ({ name, read }: Source, now: () => number): Source => ({
  name,
  read: async () => {
    const result = await read();
    return result.kind === "read"
      ? { ...result, parameters: expireEntries(result.parameters, now()) }
      : result;
  },
});
