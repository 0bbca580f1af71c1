import { createCallbackEvent, createTestGate } from "../support/gate.ts";

// Samples of the call, live and seat pages print account IDs as bare numbers, which JSON.parse would round.
test("an account that comes as a bare number above 2^53 reads digit by digit", async () => {
  const { gate, outcomes } = createTestGate({
    policies: {
      calls: { rules: [{ id: "seen", on: "Call.*", when: 'target == "90071992547409931"', observe: {} }] },
    },
  });
  const body = `{"CallInfo":{"CallId":"c","RoomId":"1","RoomIdType":1},"UserList":[{"User_Account":90071992547409931,"Status":"calling"},{"User_Account":7,"Status":"calling"}],"EventTime":1}`;
  await gate(createCallbackEvent({ command: "Call.CallbackAfterStartCall", body }), "");
  expect(outcomes[0]?.facets?.values.targets).toEqual(["90071992547409931", "7"]);
  expect(outcomes[0]?.ending).toMatchObject({
    effects: [{ rule: "calls/seen", effect: "observe", target: "90071992547409931" }],
  });
});
