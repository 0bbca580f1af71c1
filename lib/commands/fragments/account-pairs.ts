import * as z from "zod/mini";
import { account, readExpectedObject } from "./payload.ts";

/** Whose list changed, and by whom; one pair per direction. */
export const accountPairs = () =>
  z.array(readExpectedObject({ From_Account: account(), To_Account: account() }));

/** The second of each pair: who was added, deleted, blocked, … */
export const pairTargets = { list: "PairList", facets: { target: "To_Account" } } as const;
