const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

/** A folder of this run, where suites share what they build. */
module.exports = () => {
  process.env.CHATGATE_TEST_BUILDS = mkdtempSync(join(tmpdir(), "chatgate-builds-"));
};
