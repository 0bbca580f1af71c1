/** Tests are TypeScript, compiled by swc; so are the packages that are ES modules only. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  transform: {
    "^.+\\.(ts|m?js)$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/(?!@marcbachmann/cel-js|@bufbuild/|zod/v4|jose|d3-|internmap)"],
  modulePathIgnorePatterns: [
    "<rootDir>/.esbuild",
    "<rootDir>/.serverless",
    "<rootDir>/.stryker-tmp",
    "<rootDir>/dist",
  ],
};
