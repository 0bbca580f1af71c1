import { failed, good, setUp } from "./refresh-clock.ts";

describe("refreshSoon", () => {
  test("reads again at once, at most once in half of refreshSeconds", async () => {
    const { refresh, end, pass, started } = setUp();
    await end(good("one"));
    pass(16);
    refresh.refreshSoon();
    refresh.refreshSoon();
    expect(started()).toBe(2);
    await end(good("one"));
    refresh.refreshSoon(); // too soon: put off
    pass(14.9);
    await refresh.current(0);
    expect(started()).toBe(2);
    pass(0.2);
    await refresh.current(0);
    expect(started()).toBe(3);
  });

  test("does not shorten the pause after a failure", async () => {
    const { refresh, end, pass, started } = setUp();
    await end(good("one"));
    pass(31);
    await refresh.current(0);
    await end(failed("throttled"));
    pass(29);
    refresh.refreshSoon();
    expect(started()).toBe(2);
    pass(1);
    refresh.refreshSoon();
    expect(started()).toBe(3);
  });
});
