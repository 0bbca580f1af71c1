// Requests at a steady rate through the bundle, in this process. Memory and handles before and after, and the time from
// when each request was due to its answer, in ms. Results to descriptor 3.
const { readFileSync, writeSync } = require("node:fs");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");
const { bundle, events, requests, warmUp, perSecond } = JSON.parse(readFileSync(process.argv[2], "utf8"));
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

const { handler } = require(bundle);

function look() {
  collectGarbage();
  collectGarbage();
  const handles = process.getActiveResourcesInfo();
  return {
    heap: process.memoryUsage().heapUsed,
    rss: process.memoryUsage().rss,
    handles: handles.length,
    sockets: handles.filter((name) => /TLS|TCP|Socket/i.test(name)).length,
  };
}

async function run(count, from, note) {
  const started = performance.now();
  const pending = new Set();
  for (let index = 0; index < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - started) * perSecond) / 1000) + 1);
    for (; index < due; index++) {
      const dueAt = started + (index * 1000) / perSecond;
      const answer = handler(events[(from + index) % events.length], {
        awsRequestId: `request-${from + index}`,
      }).then(() => {
        note(performance.now() - dueAt);
        pending.delete(answer);
      });
      pending.add(answer);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
}

(async () => {
  await run(warmUp, 0, () => {});
  const before = look();
  const times = new Float64Array(requests);
  let count = 0;
  await run(requests, warmUp, (ms) => {
    times[count++] = ms;
  });
  const after = look();
  times.sort();
  const at = (share) => times[Math.min(count - 1, Math.floor(share * count))];
  writeSync(
    3,
    JSON.stringify({ before, after, count, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) }),
  );
  process.exit(0);
})();
