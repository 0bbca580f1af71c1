// One cold start in parts: Node itself, its modules that every call to AWS needs, the bundle, and the first answer.
const booted = performance.now();
require("node:https");
require("node:crypto");
const ready = performance.now();
const [bundle, event] = process.argv.slice(2);
const { handler } = require(bundle);
const evaluated = performance.now();
handler(require(event), { awsRequestId: "bench" }).then(() => {
  const answered = performance.now();
  const phases = {
    node: booted,
    modules: ready - booted,
    bundle: evaluated - ready,
    answer: answered - evaluated,
  };
  process.stdout.write(`${JSON.stringify({ bench: phases })}\n`);
});
