// One cold start: loads the bundle named and answers one event. Milliseconds since the process began, CPU of all threads.
const { writeSync } = require("node:fs");
const [bundle, event, controls] = process.argv.slice(2);
const { handler } = require(bundle);
const evaluated = performance.now();
// A Lambda's init runs at full speed, its invocation at the share of its memory: the process moves here.
if (controls) require("node:fs").writeFileSync(controls, String(process.pid));
const invoked = performance.now();
handler(require(event), { awsRequestId: "bench" }).then((answer) => {
  const wall = performance.now();
  const { user, system } = process.cpuUsage();
  const { rss } = process.memoryUsage();
  const { ErrorCode } = JSON.parse(answer.body);
  const parts = { init: evaluated, invocation: wall - invoked };
  writeSync(3, JSON.stringify({ wall, cpu: (user + system) / 1000, rss, code: ErrorCode, ...parts }));
  process.exit(0);
});
