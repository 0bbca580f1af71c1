/**
 * A test runner for Stryker: the suites as esbuild bundles them, in one process. Jest starts an environment for each
 * change, which takes seconds; this takes tenths. It knows what the suites of the core use: `test`, `describe`,
 * `describe.each`, `beforeEach` and `expect`.
 */
import { globSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { commonTokens, declareClassPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { expect } from "expect";

const GLOBALS = ["require", "module", "exports", "expect", "test", "describe", "beforeEach"];

class SuiteRunner {
  static inject = tokens(commonTokens.options);

  constructor({ suites }) {
    this.options = suites;
    this.requireFromRoot = createRequire(path.resolve("package.json"));
    this.kills = new Map();
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Bundles each suite with the changed files, which are in the current folder. */
  async init() {
    const { build } = this.requireFromRoot("esbuild");
    const { outputFiles, metafile } = await build({
      entryPoints: this.options.files.flatMap((pattern) => globSync(pattern)),
      inject: this.options.setup,
      bundle: true,
      format: "cjs",
      platform: "node",
      target: "node24",
      packages: "external",
      logLevel: "error",
      outdir: ".",
      outbase: ".",
      write: false,
      metafile: true,
    });
    this.suites = outputFiles.map(({ path: file, text }) => {
      const output = path.relative(".", file);
      return {
        id: output.replace(/\.js$/, ""),
        sources: new Set(Object.keys(metafile.outputs[output].inputs).map((source) => path.resolve(source))),
        script: new vm.Script(`(function (${GLOBALS}) {${text}\n})`, { filename: file }),
      };
    });
  }

  async dryRun({ files = [] }) {
    this.suites = this.suites.filter(
      ({ sources }) => files.length === 0 || files.some((file) => sources.has(file)),
    );
    const state = startRun();
    const results = [];
    for (const suite of this.suites)
      for (const one of this.load(suite)) {
        state.currentTestId = one.id;
        results.push(await runTest(one));
        state.currentTestId = undefined;
      }
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: state.mutantCoverage };
  }

  /** Loads the suites anew, so that nothing an earlier change left in a cache stays. */
  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    const wanted = testFilter && new Set(testFilter);
    const state = startRun(activeMutant.id, hitLimit);
    const results = [];
    for (const suite of this.suites.toSorted(this.compareKills)) {
      if (wanted !== undefined && ![...wanted].some((id) => id.startsWith(`${suite.id}:`))) continue;
      const tests = this.load(suite).filter(({ id }) => wanted === undefined || wanted.has(id));
      for (const one of tests.toSorted(this.compareKills)) {
        const result = await runTest(one);
        results.push(result);
        if (result.status !== TestStatus.Failed) continue;
        for (const { id } of [suite, one]) this.kills.set(id, (this.kills.get(id) ?? 0) + 1);
        if (!disableBail) return this.conclude(state, results);
      }
    }
    return this.conclude(state, results);
  }

  conclude({ hitCount, hitLimit }, results) {
    return toMutantRunResult(
      determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests: results },
    );
  }

  /** First what noticed most changes so far. */
  compareKills = (a, b) => (this.kills.get(b.id) ?? 0) - (this.kills.get(a.id) ?? 0);

  /** The tests of a suite; one that fails where loading fails. */
  load({ id: suite, script }) {
    const found = [];
    const around = [];
    const before = [];
    const test = (title, run) => {
      const id = `${suite}: ${[...around, title].join(" › ")}`;
      found.push({ id: found.some((one) => one.id === id) ? `${id} (${found.length})` : id, run, before });
    };
    const describe = (title, body) => {
      around.push(title);
      body();
      around.pop();
    };
    describe.each = (rows) => (title, body) => {
      for (const [index, row] of rows.entries()) describe(`${title} ${index}`, () => body(row));
    };
    const module = { exports: {} };
    try {
      script.runInThisContext()(
        this.requireFromRoot,
        module,
        module.exports,
        expect,
        test,
        describe,
        (hook) => before.push(hook),
      );
    } catch (fault) {
      const fail = () => {
        throw fault;
      };
      return [
        ...found.map((one) => ({ ...one, run: fail })),
        { id: `${suite}: loads`, run: fail, before: [] },
      ];
    }
    return found;
  }
}

/** What the instrumented code reads: the change that is active, and how often it may be reached. */
function startRun(activeMutant = "none", hitLimit = undefined) {
  const state = globalThis.__stryker__ ?? {};
  globalThis.__stryker__ = state;
  return Object.assign(state, { activeMutant, hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
}

async function runTest({ id, run, before }) {
  const started = performance.now();
  const result = { id, name: id };
  try {
    expect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
    for (const hook of before) hook();
    await run();
    const [unmet] = expect.extractExpectedAssertionsErrors();
    if (unmet !== undefined) throw unmet.error;
  } catch (fault) {
    const failureMessage = fault instanceof Error ? fault.message : String(fault);
    return { ...result, status: TestStatus.Failed, failureMessage, timeSpentMs: performance.now() - started };
  }
  return { ...result, status: TestStatus.Success, timeSpentMs: performance.now() - started };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "suites", SuiteRunner)];
export const strykerValidationSchema = {
  properties: {
    suites: {
      type: "object",
      properties: {
        files: { type: "array", items: { type: "string" } },
        setup: { type: "array", items: { type: "string" } },
      },
    },
  },
};
