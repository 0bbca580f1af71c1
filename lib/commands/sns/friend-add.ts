import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { pairTargets } from "../fragments/account-pairs.ts";
import { account, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Sns.CallbackFriendAdd",
  page: "1047/34359",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      PairList: z.array(
        readExpectedObject({ From_Account: account(), To_Account: account(), Initiator_Account: account() }),
      ),
      ClientCmd: z.string(),
      Admin_Account: account(),
      ForceFlag: z.number(),
    }),
  facets: { operator: "Admin_Account", sender: ({ PairList }) => PairList?.[0]?.Initiator_Account },
  targets: pairTargets,
});
