/** What a cold start loads. kB is 1000 bytes here. */
module.exports = [
  { name: "bundle, minified", path: "dist/handlers/webhook.js", limit: "244 kB", brotli: false },
  { name: "bundle, gzipped", path: "dist/handlers/webhook.js", limit: "85 kB", gzip: true },
  { name: "replay, minified", path: "dist/handlers/replay.js", limit: "242 kB", brotli: false },
  { name: "replay, gzipped", path: "dist/handlers/replay.js", limit: "82.7 kB", gzip: true },
];
