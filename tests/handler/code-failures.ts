import {
  fill,
  group,
  nothing,
  okay,
  policyRefuses,
  type Row,
  refusal,
  rule,
  startInstance,
  thrower,
  withGroup,
  withStore,
} from "./failing-instance.ts";
import { answering, bySetting } from "./failing-store.ts";

export const codeRows: Readonly<Record<string, Row>> = {
  "An exception in our code": bySetting(
    "onFault",
    refusal(1, "fault"),
    [rule],
    {},
    { commands: withGroup({ payload: thrower }) },
  ),
  "The deadline is reached": async () => {
    for (const onDeadline of ["allow", "deny"])
      await withStore(async (store) => {
        fill(store, { onDeadline });
        const payload = () => {
          instance.pass(2);
          return group?.payload() ?? thrower();
        };
        const instance = await startInstance(store, { commands: withGroup({ payload }) });
        expect((await instance.ask()).envelope).toEqual(
          onDeadline === "deny" ? refusal(1, "deadline") : okay,
        );
      });
  },
  "A log line cannot be written": answering(
    nothing,
    async ({ ask }) => expect((await ask()).envelope).toEqual(policyRefuses),
    { sink: thrower },
  ),
};
