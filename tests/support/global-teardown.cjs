const { rmSync } = require("node:fs");

module.exports = () => rmSync(process.env.CHATGATE_TEST_BUILDS, { recursive: true, force: true });
