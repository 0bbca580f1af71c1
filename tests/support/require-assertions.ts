/** A test that asserts nothing fails: a loop over nothing, a promise that is not awaited. */
beforeEach(() => expect.hasAssertions());
