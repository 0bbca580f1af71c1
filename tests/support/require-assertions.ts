/** A test that asserts nothing fails: a loop over nothing, a promise that nobody waits for. */
beforeEach(() => expect.hasAssertions());
