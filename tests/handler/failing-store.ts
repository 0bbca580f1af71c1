import {
  type Fault,
  type ParameterStore,
  startParameterStore,
} from "../../tools/parameter-store/parameter-store.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  fill,
  instanceOn,
  type Options,
  okay,
  PATIENT,
  policyRefuses,
  putPolicy,
  putSettings,
  type Row,
  refusal,
  rule,
  startInstance,
  withStore,
} from "./failing-instance.ts";

/** `timed`: the store does not answer in the time that the product gives it. */
type Trouble = Pick<Options, "accessKeyId"> & { readonly timed?: boolean };
const chooseLimits = ({ timed = false }: Trouble) => (timed ? undefined : PATIENT);
const isTimed = (fault: Fault) => fault === "hang" || (typeof fault === "object" && "slow" in fault);

/** Both values of CHATGATE_ON_FAULT; then the trouble ends, and the same instances decide. */
export const coldStart =
  (
    detail: RegExp,
    happen: (store: ParameterStore) => void,
    end: (store: ParameterStore) => void,
    trouble: Trouble = {},
  ): Row =>
  () =>
    withStore(async (store) => {
      fill(store);
      happen(store);
      const instances = (["allow", "deny"] as const).map((onFault) => ({
        onFault,
        ...instanceOn(store, { ...trouble, onFault, limits: chooseLimits(trouble) }),
      }));
      await Promise.all(
        instances.map(async ({ onFault, ask, ready }) => {
          await ready(); // a busy machine may take longer for it than a request waits
          for (const { envelope, outcome } of [await ask(), await ask()]) {
            expect(envelope).toEqual(onFault === "allow" ? okay : refusal(1, "settings-unavailable"));
            expect(outcome.ending).toMatchObject({ kind: "faulted", reason: "settings-unavailable" });
            expect(outcome.ending).toHaveProperty("detail", expect.stringMatching(detail));
          }
        }),
      );
      end(store);
      await Promise.all(instances.map(({ until }) => until(policyRefuses)));
    });

export const faulty = (detail: RegExp, fault: Fault): Row =>
  coldStart(
    detail,
    (store) => store.fault(fault),
    (store) => store.fault(undefined),
    { timed: isTimed(fault) },
  );

/** A good set first; the trouble changes nothing; once it ends, a new set is seen. */
export const later =
  (
    detail: RegExp,
    happen: (store: ParameterStore) => void,
    end: (store: ParameterStore) => void,
    trouble: Trouble = {},
  ): Row =>
  () =>
    withStore(async (store) => {
      fill(store);
      const { ask, pass, ready, until } = instanceOn(store, { limits: chooseLimits(trouble) });
      await ready();
      await until(policyRefuses);
      happen(store);
      pass(40);
      await waitFor("the failure in an outcome", async () => {
        const { envelope, outcome, isImmediate } = await ask();
        expect(envelope).toEqual(policyRefuses);
        expect(isImmediate).toBe(true); // no request waits for a read, which may take 800 ms
        const { failure, faults = [] } = outcome.health ?? {};
        const reason = failure ?? faults.join();
        if (reason !== "") expect(reason).toMatch(detail);
        return reason !== "";
      });
      end(store);
      putPolicy(store, { ...rule, mode: "off" });
      await until(okay);
    });

export const faultyLater = (detail: RegExp, fault: Fault): Row =>
  later(
    detail,
    (store) => store.fault(fault),
    (store) => store.fault(undefined),
    { timed: isTimed(fault) },
  );

/** Nothing listens where the store was, then it is back. */
const gone =
  (onFault: "allow" | "deny", isLater: boolean): Row =>
  async () => {
    const first = await startParameterStore();
    const port = Number(new URL(first.url).port);
    fill(first);
    if (!isLater) await first.close();
    const { ask, until, pass } = instanceOn(first, { onFault, limits: PATIENT });
    if (isLater) {
      await until(policyRefuses).finally(first.close); // or jest does not end
      pass(40);
    }
    await waitFor("the failure in an outcome", async () => {
      const { envelope, outcome, isImmediate } = await ask();
      const fallback = onFault === "allow" ? okay : refusal(1, "settings-unavailable");
      expect(envelope).toEqual(isLater ? policyRefuses : fallback);
      if (isLater) expect(isImmediate).toBe(true);
      const { failure } = outcome.health ?? {};
      if (failure !== undefined) expect(failure).toMatch(/cannot be reached, or broke off \(ECONN/);
      return failure !== undefined;
    });
    await withStore(async (second) => {
      fill(second);
      putPolicy(second, { ...rule, deny: {} });
      await until(refusal(1, ""));
    }, port);
  };
export const goneForBoth =
  (isLater: boolean): Row =>
  async () => {
    await gone("allow", isLater)();
    await gone("deny", isLater)();
  };

/** What one good instance answers; the store may be changed before it reads. */
export const answering =
  (
    prepare: (store: ParameterStore) => void,
    check: (instance: ReturnType<typeof instanceOn>) => Promise<void>,
    options?: Options,
  ): Row =>
  () =>
    withStore(async (store) => {
      fill(store);
      prepare(store);
      await check(await startInstance(store, options));
    });

/** Both values of a setting, over the given rules. */
export const bySetting =
  (setting: string, denied: object, rules: readonly object[], change: object = {}, options?: Options): Row =>
  async () => {
    for (const value of ["allow", "deny"])
      await answering(
        (store) => {
          putSettings(store, { [setting]: value });
          putPolicy(store, ...rules);
        },
        async ({ askWith }) =>
          expect((await askWith(change)).envelope).toEqual(value === "deny" ? denied : okay),
        options,
      )();
  };
