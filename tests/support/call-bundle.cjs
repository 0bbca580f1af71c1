/** Calls a bundled handler as Lambda does, one event after the other, and writes down what came of it. */
const { closeSync, readFileSync, writeFileSync } = require("node:fs");

const CHAT_WAITS_MS = 2_000;

const [bundle, calls, out, stdout] = process.argv.slice(2);
if (stdout === "closed") closeSync(1);
const { handler } = require(bundle);

(async () => {
  const answers = [];
  let late = 0;
  for (const event of JSON.parse(readFileSync(calls, "utf8"))) {
    // A timer of this process is as late as the machine is busy, and so is what the handler waits for.
    const timer = setTimeout(() => late++, CHAT_WAITS_MS);
    answers.push(
      await handler(event, {
        awsRequestId: `r-${answers.length + 1}`,
        getRemainingTimeInMillis: () => 900_000,
      }).catch(({ name, message }) => ({ errorType: name, errorMessage: message })),
    );
    clearTimeout(timer);
  }
  await new Promise(setImmediate); // sockets go back to the agent behind the answer
  const resources = process.getActiveResourcesInfo();
  writeFileSync(out, JSON.stringify({ answers, late, resources, length: handler.length }));
})();
