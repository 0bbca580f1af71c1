// What the log is told of each event, in bytes a request by kind of line, over 1,000 requests. Results to descriptor 3.
const { readFileSync, writeSync } = require("node:fs");
const { bundle, events } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const REQUESTS = 1000;

let lines = [];
process.stdout.write = (text) => {
  lines.push(text);
  return true;
};

const readLineKind = (line) =>
  line.startsWith('{"type":"audit"') ? "audit" : line.startsWith('{"_aws"') ? "metrics" : "other";

(async () => {
  const { handler } = require(bundle);
  const ask = (event, index) =>
    handler(event, { awsRequestId: `8a5e0c0e-7b1e-4a52-9d0f-${String(index).padStart(12, "0")}` });
  const results = {};
  for (const [name, { event, code }] of Object.entries(events)) {
    const { body } = await ask(event, 0);
    const { ErrorCode } = JSON.parse(body);
    if (ErrorCode !== code) throw new Error(`${name} answered ${ErrorCode}, not ${code}: ${body}`);
    lines = [];
    for (let index = 1; index <= REQUESTS; index++) await ask(event, index);
    const bytes = { audit: 0, metrics: 0, other: 0 };
    for (const line of lines) bytes[readLineKind(line)] += Buffer.byteLength(line) / REQUESTS;
    results[name] = bytes;
  }
  writeSync(3, JSON.stringify(results));
  process.exit(0);
})();
