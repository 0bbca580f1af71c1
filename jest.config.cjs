/** Tests are TypeScript, compiled by swc; cel-js, cel-spec and single zod locales are ES modules only, so they are compiled too. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  transform: {
    "^.+\\.(ts|js)$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/(?!@marcbachmann/cel-js|@bufbuild/|zod/v4|jose)"],
  modulePathIgnorePatterns: [
    "<rootDir>/.esbuild",
    "<rootDir>/.serverless",
    "<rootDir>/.stryker-tmp",
    "<rootDir>/dist",
  ],
};
