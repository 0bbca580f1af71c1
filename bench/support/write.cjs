// What one write of a request's log lines costs, into the pipe that standard output is: µs, to descriptor 3.
const { writeSync } = require("node:fs");
const lines = `${"x".repeat(900)}\n${"y".repeat(600)}\n`;
const write = () => new Promise((resolve) => process.stdout.write(lines, resolve));
(async () => {
  const samples = [];
  for (let round = 0; round < 40; round++) {
    const started = performance.now();
    for (let i = 0; i < 50; i++) await write();
    samples.push(((performance.now() - started) * 1000) / 50);
  }
  writeSync(3, JSON.stringify(samples));
})();
