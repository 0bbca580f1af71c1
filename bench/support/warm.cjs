// Warm requests, every candidate in turns in one process: µs a request. Results to descriptor 3.
const { hash } = require("node:crypto");
const { readFileSync, writeSync } = require("node:fs");
const { candidates, rounds } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const context = { awsRequestId: "bench" };

// Both sides begin with the request as Lambda hands it over, a JSON text, and end with one.
const parseAndHash = async (text) => hash("sha256", text).length + JSON.stringify(JSON.parse(text)).length;

function load({ file, env, event }) {
  Object.assign(process.env, env);
  const { handler } = require(file);
  const text = JSON.stringify(event);
  return { handler, text, ask: async () => JSON.stringify(await handler(JSON.parse(text), context)).length };
}

// Wall time of short batches: the system's CPU clocks count in ticks longer than a batch.
async function measureTime(work, each) {
  const started = performance.now();
  for (let i = 0; i < each; i++) await work();
  return ((performance.now() - started) * 1000) / each;
}

(async () => {
  const loaded = candidates.map((candidate) => ({ ...candidate, ...load(candidate), samples: [] }));
  // The first answer waits for the parameters; each candidate must decide what it is there to decide.
  for (const { name, handler, text, code } of loaded) {
    const { statusCode, body } = await handler(JSON.parse(text), context);
    const answered = statusCode === 200 ? JSON.parse(body).ErrorCode : statusCode;
    if (code !== null && answered !== code)
      throw new Error(`${name} answered ${answered}, not ${code}: ${body}`);
  }
  for (let round = 0; round < rounds + 2; round++)
    for (const { ask, text, each, isFloor, samples } of round % 2 === 0 ? loaded : loaded.toReversed()) {
      const us = await measureTime(isFloor ? () => parseAndHash(text) : ask, each);
      if (round >= 2) samples.push(us);
    }
  writeSync(3, JSON.stringify(Object.fromEntries(loaded.map(({ name, samples }) => [name, samples]))));
  process.exit(0);
})();
