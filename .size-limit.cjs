/** What a cold start loads. kB is 1000 bytes here. */
module.exports = [
  { name: "bundle, minified", path: "dist/handlers/webhook.js", limit: "239 kB", brotli: false },
  { name: "bundle, gzipped", path: "dist/handlers/webhook.js", limit: "83.2 kB", gzip: true },
];
