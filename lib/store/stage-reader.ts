import type { Sha256 } from "../policy/compile.ts";
import {
  findPinnedSet,
  findUnresolved,
  type ListObject,
  MANIFEST_FORMAT,
  type Manifest,
  parseManifest,
  readManifestFormat,
  selectVersion,
} from "../policy-set/manifest.ts";
import { type PackCodec, packNames, unpack } from "../policy-set/pack.ts";
import { compareByName, type Parameter } from "../policy-set/parameter.ts";
import { mapInParallel } from "./in-parallel.ts";
import type { ReadResult } from "./source.ts";

/** A parameter under its full name; `stamp` differs between any two values that it ever had. */
export type StoredParameter = Parameter & { readonly type: string; readonly stamp: string };

export type Fetched =
  | { readonly kind: "fetched"; readonly parameters: readonly StoredParameter[] }
  | { readonly kind: "failed"; readonly reason: string };

export type FetchedList =
  | { readonly kind: "fetched"; readonly text: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/** The stores of a reader; names are full names, `deadline` is by the adapter's clock. */
export type StagePorts = {
  /** At most ten names; missing parameters are left out. */
  readonly getParameters: (names: readonly string[], decrypt: boolean, deadline: number) => Promise<Fetched>;
  /** All that is under a path, not decrypted. */
  readonly listPath: (path: string, deadline: number) => Promise<Fetched>;
  /** A list whose text has the size and digest that the manifest says. */
  readonly getList: (list: ListObject, deadline: number) => Promise<FetchedList>;
  readonly codec: PackCodec;
  readonly sha256: Sha256;
};

export type StageReader = { readonly read: (deadline: number) => Promise<ReadResult> };

type ReadFailure = Extract<ReadResult, { kind: "failed" }>;

/** Parameters that are read each time; all others are pinned by the manifest, and cached. */
type Head = {
  readonly manifest: StoredParameter;
  /** Decrypted. */
  readonly secrets: readonly StoredParameter[];
};

type Held = Head & { readonly parameters: readonly Parameter[] };

const NAMES_A_CALL = 10;
const CALLS_AT_ONCE = 8;
const SECRETS = ["tokens", "audit-key"];

/** `/chatgate/dev` → `/chatgate-secrets/dev`: apart, so that the right to read policy is not the right to read tokens. */
export function formatSecretsPath(path: string): string {
  return path.replace(/^(\/[^/]+)/, "$1-secrets");
}

/**
 * Reads a stage in as few calls as possible: the first time manifest, secrets and pack in one, later manifest and tokens in
 * one, and besides only what changed. A stage without a manifest, filled by hand, is listed by its paths.
 */
export function createStageReader(path: string, ports: StagePorts): StageReader {
  const secrets = formatSecretsPath(path);
  let held: Held | undefined;
  /** By selector; of the manifest in force, and of one that could not be read whole yet. */
  let documents: ReadonlyMap<string, Parameter> = new Map();
  /** By digest. */
  let lists: ReadonlyMap<string, string> = new Map();
  let hasManifest = true;

  async function read(deadline: number): Promise<ReadResult> {
    if (!hasManifest) return readListing(deadline);
    return held === undefined ? readFirst(deadline) : readChanges(held, deadline);
  }

  async function readFirst(deadline: number): Promise<ReadResult> {
    const open = ["manifest", ...packNames].map((name) => `${path}/${name}`);
    const all = await ports.getParameters([...open, ...secretNames()], true, deadline);
    if (all.kind === "failed") return all;
    const misplaced = findMisplacedSecret(all.parameters);
    if (misplaced !== undefined) return misplaced;
    const manifest = findParameter(all.parameters, `${path}/manifest`);
    if (manifest === undefined) return readListing(deadline, takeSecrets(all.parameters));
    const parts = packNames.flatMap((name) => findParameter(all.parameters, `${path}/${name}`)?.value ?? []);
    return readSet({ manifest, secrets: takeSecrets(all.parameters) }, unpack(parts, ports.codec), deadline);
  }

  async function readChanges(before: Held, deadline: number): Promise<ReadResult> {
    const names = [`${path}/manifest`, `${secrets}/tokens`];
    const polled = await ports.getParameters(names, false, deadline);
    if (polled.kind === "failed") return polled;
    const misplaced = findMisplacedSecret(polled.parameters);
    if (misplaced !== undefined) return misplaced;
    const manifest = findParameter(polled.parameters, `${path}/manifest`);
    if (manifest === undefined) return readListing(deadline);

    let current = before.secrets;
    const findStamp = (parameters: readonly StoredParameter[]) =>
      findParameter(parameters, `${secrets}/tokens`)?.stamp;
    if (findStamp(polled.parameters) !== findStamp(current)) {
      const decrypted = await ports.getParameters(secretNames(), true, deadline);
      if (decrypted.kind === "failed") return decrypted;
      current = takeSecrets(decrypted.parameters);
    }
    const isWhole = before.parameters.every(({ unavailable }) => unavailable === undefined);
    if (isWhole && isSame(manifest, before.manifest) && current === before.secrets) {
      return { kind: "read", parameters: before.parameters };
    }
    return readSet({ manifest, secrets: current }, [], deadline);
  }

  /** Every parameter, while nothing has been pushed. */
  async function readListing(deadline: number, had?: readonly StoredParameter[]): Promise<ReadResult> {
    const [open, decrypted] = await Promise.all([
      ports.listPath(path, deadline),
      // By name, not by path: the function must not read the other secrets beside the tokens.
      had ?? ports.getParameters(secretNames(), true, deadline),
    ]);
    if (open.kind === "failed") return open;
    if ("kind" in decrypted && decrypted.kind === "failed") return decrypted;
    const secret = "kind" in decrypted ? decrypted.parameters : decrypted;
    const misplaced = findMisplacedSecret(open.parameters);
    if (misplaced !== undefined) return misplaced;
    const listed = open.parameters.map(nameRelatively);
    const manifest = findParameter(open.parameters, `${path}/manifest`);
    hasManifest = manifest !== undefined;
    if (manifest !== undefined) {
      return readSet({ manifest, secrets: takeSecrets(secret) }, listed, deadline);
    }
    held = undefined;
    // Each path provides only its own parameters: who may write policies cannot add a token, nor the reverse.
    const ours = listed.filter(({ name }) => !SECRETS.includes(name));
    const parameters = [...ours, ...takeSecrets(secret).map(nameRelatively)];
    return { kind: "read", parameters: parameters.sort(compareByName) };
  }

  /** What the manifest names: kept from earlier reads, in `cached`, or read at its pinned version. */
  async function readSet(head: Head, cached: readonly Parameter[], deadline: number): Promise<ReadResult> {
    const parsed = readManifest(head.manifest);
    if (parsed.kind === "failed") return parsed;
    const { manifest } = parsed;
    const atHand = new Map(cached.map((parameter) => [selectVersion(parameter), parameter]));
    for (const [selector, parameter] of documents) atHand.set(selector, parameter);

    const [failure, objects] = await Promise.all([
      fetchDocuments(manifest, atHand, deadline),
      fetchLists(manifest.objects, deadline),
    ]);
    const named = new Set(manifest.entries.flatMap(({ pins }) => pins.map(selectVersion)));
    // Parts of an incomplete set are kept, not read again.
    documents = new Map([...atHand].filter(([selector]) => named.has(selector)));
    if (failure !== undefined) return failure;
    const set = findPinnedSet(manifest, [...documents.values()], ports.sha256);
    if (set.kind !== "whole") {
      return createFailure(
        `set ${head.manifest.version} cannot be had: ${set.names[0]} is ${set.kind}: push it again`,
      );
    }
    const missing = objects.find(({ unavailable }) => unavailable !== undefined);
    if (missing?.unavailable !== undefined && held !== undefined && isComplete(held)) {
      return createFailure(`${missing.name} cannot be had: ${missing.unavailable}`);
    }

    const parameters = [
      nameRelatively(head.manifest),
      ...set.parameters,
      ...objects,
      ...head.secrets.map(nameRelatively),
    ].sort(compareByName);
    held = { ...head, parameters };
    return { kind: "read", parameters };
  }

  /** Adds to `atHand` the parameters that are missing or differ from their digest, in parallel calls of ten. */
  async function fetchDocuments(
    manifest: Manifest,
    atHand: Map<string, Parameter>,
    deadline: number,
  ): Promise<ReadFailure | undefined> {
    const asked = new Set<string>();
    for (;;) {
      const wanted = findUnresolved(manifest, atHand, ports.sha256).filter(
        (selector) => !asked.has(selector),
      );
      if (wanted.length === 0) return undefined;
      const calls = splitInto(wanted, NAMES_A_CALL);
      const fetched = await mapInParallel(calls, CALLS_AT_ONCE, async (selectors) => {
        const result = await ports.getParameters(
          selectors.map((selector) => `${path}/${selector}`),
          false,
          deadline,
        );
        if (result.kind === "failed") return result;
        for (const parameter of result.parameters.map(nameRelatively)) {
          atHand.set(selectVersion(parameter), parameter);
        }
        return findMisplacedSecret(result.parameters);
      });
      const failure = fetched.find((result) => result !== undefined);
      if (failure !== undefined) return failure;
      for (const selector of wanted) asked.add(selector);
    }
  }

  async function fetchLists(objects: readonly ListObject[], deadline: number): Promise<readonly Parameter[]> {
    const parameters = await mapInParallel(objects, CALLS_AT_ONCE, async (object): Promise<Parameter> => {
      const { name, sha256 } = object;
      const version = sha256.slice(0, 16);
      const kept = lists.get(sha256);
      if (kept !== undefined) return { name, value: kept, version };
      const fetched = await ports.getList(object, deadline);
      return fetched.kind === "fetched"
        ? { name, value: fetched.text, version }
        : { name, value: "", version, unavailable: fetched.reason };
    });
    const had = parameters.flatMap(({ value, unavailable }, index) => {
      const sha256 = objects[index]?.sha256;
      return sha256 === undefined || unavailable !== undefined ? [] : ([[sha256, value]] as const);
    });
    lists = new Map(had);
    return parameters;
  }

  const secretNames = () => SECRETS.map((name) => `${secrets}/${name}`);
  const takeSecrets = (parameters: readonly StoredParameter[]) =>
    parameters.filter(({ name }) => secretNames().includes(name));

  function findMisplacedSecret(parameters: readonly StoredParameter[]): ReadFailure | undefined {
    const secret = parameters.find(
      ({ name, type }) => type === "SecureString" && name.startsWith(`${path}/`),
    );
    if (secret === undefined) return undefined;
    return createFailure(
      `${secret.name} is a SecureString, which is read only under ${secrets}: store it as String`,
    );
  }

  function nameRelatively({ name, value, version }: StoredParameter): Parameter {
    const under = name.startsWith(`${secrets}/`) ? secrets : path;
    return { name: name.slice(under.length + 1), value, version };
  }

  return { read };
}

function readManifest({
  value,
}: StoredParameter): { readonly kind: "manifest"; readonly manifest: Manifest } | ReadFailure {
  const format = readManifestFormat(value);
  if (format !== undefined && format > MANIFEST_FORMAT) {
    return createFailure(
      `the manifest has format ${format}, and this function reads up to ${MANIFEST_FORMAT}: deploy a newer chatgate`,
    );
  }
  const manifest = parseManifest(value);
  return manifest === undefined
    ? createFailure("the manifest is invalid: push the set again, or delete that parameter")
    : { kind: "manifest", manifest };
}

const createFailure = (reason: string): ReadFailure => ({ kind: "failed", reason });

const findParameter = (parameters: readonly StoredParameter[], name: string) =>
  parameters.find((parameter) => parameter.name === name);

const isSame = (left: StoredParameter, right: StoredParameter) =>
  left.stamp === right.stamp && left.value === right.value;

const isComplete = ({ parameters }: Held) => parameters.every(({ unavailable }) => unavailable === undefined);

function splitInto<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
