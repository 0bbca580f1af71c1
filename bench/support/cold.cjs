// One cold start: loads the bundle named, answers one event, says how long that took since the process began.
const [bundle, event] = process.argv.slice(2);
const { handler } = require(bundle);
handler(require(event), { awsRequestId: "bench" }).then((answer) => {
  const ms = performance.now();
  const { rss } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ bench: { ms, rss, answer: JSON.parse(answer.body) } })}\n`);
});
