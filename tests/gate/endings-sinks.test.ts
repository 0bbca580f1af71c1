import { createCallbackEvent, createTestGate } from "../support/gate.ts";
import { base64, GROUP, group, jump, okay, thrower } from "./test-endings.ts";

describe("sinks", () => {
  const never = () => new Promise<void>(() => {});
  afterEach(() => jest.useRealTimers());

  test("one that throws or rejects changes neither the answer nor the other sinks", async () => {
    const told: string[] = [];
    const { gate } = createTestGate({
      sinks: [
        thrower,
        async () => thrower(),
        async ({ requestId }) => {
          await new Promise(setImmediate);
          told.push(requestId);
        },
      ],
    });
    expect(await gate(createCallbackEvent(group), "r")).toMatchObject({ status: 200, envelope: okay });
    expect(told).toEqual(["r"]);
  });

  test("one that does not end is waited for as long as the deadline leaves", async () => {
    jest.useFakeTimers();
    const { gate } = createTestGate({ sinks: [never], settings: { deadlineMs: 100 } });
    const answered = jest.fn();
    gate(createCallbackEvent(group), "r").then(answered);
    await jest.advanceTimersByTimeAsync(99);
    expect(answered).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(answered).toHaveBeenCalledWith(expect.objectContaining({ status: 200, envelope: okay }));
  });

  test("none is waited for past the deadline", async () => {
    jest.useFakeTimers();
    const { gate } = createTestGate({ ...jump(GROUP)(), sinks: [never] });
    const answered = jest.fn();
    gate(createCallbackEvent(group), "r").then(answered);
    await jest.advanceTimersByTimeAsync(0);
    expect(answered).toHaveBeenCalledTimes(1);
  });

  test("the body's text is theirs once the request is authentic", async () => {
    const { gate, contexts } = createTestGate();
    await gate(createCallbackEvent(group), "r");
    await gate(createCallbackEvent({ ...group, command: "Group.CallbackNew" }), "r");
    await gate(createCallbackEvent({ ...group, query: { Sign: "0" } }), "r");
    await gate(createCallbackEvent({ ...group, event: base64(Buffer.from([0xff])) }), "r");
    const text = JSON.stringify(group.body);
    expect(contexts.map(({ readBodyText }) => readBodyText())).toEqual([text, text, undefined, undefined]);
  });
});
