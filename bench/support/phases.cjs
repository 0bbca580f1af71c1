// One cold start in parts. An unsigned request makes the gate read and check; a second one is then its first decision.
const { writeSync } = require("node:fs");
const booted = performance.now();
const https = require("node:https");
const http = require("node:http");
require("node:crypto");
const loaded = performance.now();
let read = loaded;
for (const module of [http, https]) {
  const { request } = module;
  module.request = (...args) =>
    request(...args).on("response", (response) => {
      response.on("end", () => {
        read = performance.now();
      });
    });
}
const [bundle, file] = process.argv.slice(2);
const { handler } = require(bundle);
const evaluated = performance.now();
const event = require(file);
const unsigned = { ...event, rawQueryString: event.rawQueryString.replace(/&Sign=[^&]*/, "") };
(async () => {
  await handler(unsigned, { awsRequestId: "bench" });
  const checked = performance.now();
  await handler(event, { awsRequestId: "bench" });
  const decided = performance.now();
  const parts = {
    node: booted,
    modules: loaded - booted,
    evaluated: evaluated - loaded,
    read: read - evaluated,
    checked: checked - read,
    decided: decided - checked,
  };
  writeSync(3, JSON.stringify(parts));
  process.exit(0);
})();
