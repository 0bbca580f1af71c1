// Warm requests beside their floor, in turns in one process; log lines go to standard output, results to descriptor 3.
const { hash } = require("node:crypto");
const { writeSync } = require("node:fs");
const [bundle, eventFile, rounds, each] = process.argv.slice(2);
const { handler } = require(bundle);
const event = require(eventFile);
const token = "xxxxyyyy";

// Both sides begin with the request as Lambda hands it over, a JSON text, and end with one.
function floor(text) {
  return hash("sha256", text).length + JSON.stringify(JSON.parse(text)).length;
}

async function time(work) {
  const started = performance.now();
  for (let i = 0; i < Number(each); i++) await work();
  return ((performance.now() - started) * 1000) / Number(each);
}

(async () => {
  const context = { awsRequestId: "bench" };
  const sign = (at) => hash("sha256", token + at);
  event.rawQueryString = event.rawQueryString.replace(/&Sign=.*$/, "");
  const unsigned = event.rawQueryString;
  const request = () => {
    const at = String(Math.floor(Date.now() / 1000));
    event.rawQueryString = `${unsigned}&Sign=${signed(at)}&RequestTime=${at}`;
    return JSON.stringify(event);
  };
  // Chat signs, not we: one signature a second is made outside what is measured.
  let last = ["", ""];
  const signed = (at) => {
    if (last[0] !== at) last = [at, sign(at)];
    return last[1];
  };
  const results = [];
  for (let round = 0; round < Number(rounds) + 3; round++) {
    const text = request();
    const base = await time(async () => floor(text));
    const gate = await time(async () => JSON.stringify(await handler(JSON.parse(text), context)).length);
    if (round >= 3) results.push({ base, gate });
  }
  const hostile = {
    ...event,
    body: `{"a":${"[".repeat(500_000)}`.padEnd(1024 * 1024, "x"),
    rawQueryString: unsigned,
  };
  const times = [];
  for (let i = 0; i < 30; i++) {
    const started = performance.now();
    await handler(hostile, context);
    times.push(performance.now() - started);
  }
  writeSync(3, JSON.stringify({ results, hostile: times }));
})();
