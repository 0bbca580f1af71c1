import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { accountPairs, pairTargets } from "../fragments/account-pairs.ts";
import { readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Sns.CallbackFriendDelete",
  page: "1047/34360",
  reply: acknowledge(),
  payload: () => readExpectedObject({ PairList: accountPairs() }),
  facets: {},
  targets: pairTargets,
});
