/** Tests are TypeScript, compiled by swc; cel-js ships ES modules only, so it is compiled too. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  transform: {
    "^.+\\.(ts|js)$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/(?!@marcbachmann/cel-js)"],
  modulePathIgnorePatterns: ["<rootDir>/.esbuild", "<rootDir>/.serverless", "<rootDir>/dist"],
};
