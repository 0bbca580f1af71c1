/** Tests are TypeScript, compiled by swc; so are the packages that are ES modules only. */
module.exports = {
  testEnvironment: "node",
  // Its default leaves a core free, which is half of a machine with two.
  maxWorkers: "100%",
  // For what never ends. A busy machine takes ten times as long as an idle one, and must not fail a test by it.
  testTimeout: 120_000,
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  globalSetup: "<rootDir>/tests/support/global-setup.cjs",
  globalTeardown: "<rootDir>/tests/support/global-teardown.cjs",
  setupFilesAfterEnv: ["<rootDir>/tests/support/require-assertions.ts"],
  transform: {
    "^.+\\.(ts|m?js)$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/(?!@marcbachmann/cel-js|@bufbuild/|zod/v4|jose|d3-|internmap)"],
  // Zod loads its 60 languages for each suite, and tests need one.
  moduleNameMapper: { "^\\.\\./locales/index\\.c?js$": "<rootDir>/node_modules/zod/v4/locales/en.cjs" },
  modulePathIgnorePatterns: [
    "<rootDir>/.esbuild",
    "<rootDir>/.serverless",
    "<rootDir>/.stryker-tmp",
    "<rootDir>/dist",
  ],
};
