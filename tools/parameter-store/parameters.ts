import {
  describeVersion,
  encipher,
  showVersion,
  type Tier,
  type Type,
  type Version,
} from "./show-parameter.ts";
import {
  type Body,
  createInputError,
  cutPage,
  listItems,
  readTags,
  readTextField,
  readTextsField,
  StoreError,
} from "./ssm-input.ts";

type Entry = { readonly versions: Version[]; readonly tags: Map<string, string> };

export type Parameters = ReturnType<typeof createParameters>;
export type Action = keyof Parameters["actions"];

const STANDARD_BYTES = 4096;
const ADVANCED_BYTES = 8192;
const MAX_VERSIONS = 100;

/** Parameters with their versions, and the actions of `AmazonSSM` on them. */
export function createParameters() {
  const entries = new Map<string, Entry>();

  const findNewest = ({ versions }: Entry): Version => {
    const newest = versions.at(-1);
    if (newest === undefined) throw new Error("an entry has at least one version");
    return newest;
  };

  function entryNamed(name: string, missing = "ParameterNotFound"): Entry {
    const entry = entries.get(name);
    if (entry === undefined) throw new StoreError(missing, `Parameter ${name} not found.`);
    return entry;
  }

  function add(name: string, version: Omit<Version, "number" | "modified" | "labels">): Version {
    const entry: Entry = entries.get(name) ?? { versions: [], tags: new Map() };
    const number = (entry.versions.at(-1)?.number ?? 0) + 1;
    if (entry.versions.length >= MAX_VERSIONS) {
      if ((entry.versions[0]?.labels.size ?? 0) > 0) {
        throw new StoreError(
          "ParameterMaxVersionLimitExceeded",
          `The oldest version of ${name} has a label.`,
        );
      }
      entry.versions.shift();
    }
    const added = { ...version, number, modified: Date.now() / 1000, labels: new Set<string>() };
    entry.versions.push(added);
    entries.set(name, entry);
    return added;
  }

  /** The version meant by `name`, `name:3` or `name:label`. */
  function select(nameAndSelector: string) {
    const [name = "", selector] = nameAndSelector.split(":");
    const entry = entryNamed(name);
    if (selector === undefined) return { name, version: findNewest(entry) };
    const version = entry.versions.find((one) => String(one.number) === selector || one.labels.has(selector));
    if (version === undefined) {
      throw new StoreError(
        "ParameterVersionNotFound",
        `Systems Manager could not find version ${selector} of ${name}.`,
      );
    }
    return { name, version };
  }

  function selectOrUndefined(nameAndSelector: string) {
    try {
      return select(nameAndSelector);
    } catch {
      return undefined;
    }
  }

  function putParameter(body: Body) {
    const name = readTextField(body, "Name");
    const value = readTextField(body, "Value");
    const old = entries.get(name);
    const before = old && findNewest(old);
    if (!/^(\/[\w.-]+)+$|^[\w.-]+$/.test(name))
      throw createInputError(`Parameter name ${name} must be a path of [a-zA-Z0-9_.-].`);
    if (value === "")
      throw createInputError(
        "Value at 'value' failed to satisfy constraint: length greater than or equal to 1.",
      );
    if (/\{\{.*\}\}/s.test(value)) throw createInputError("Parameter value can't nest another parameter.");
    if (before !== undefined && body.Overwrite !== true) {
      throw new StoreError(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite it, set Overwrite.",
      );
    }
    if (body.Overwrite === true && body.Tags !== undefined) {
      throw createInputError("Tags and overwrite can't be used together.");
    }
    const type = (body.Type ?? before?.type) as Type | undefined; // an invalid value is rejected below
    if (type === undefined || !["String", "StringList", "SecureString"].includes(type)) {
      throw createInputError(
        "A parameter type is required when you create a parameter: String, StringList or SecureString.",
      );
    }
    if (before !== undefined && type !== before.type) {
      throw new StoreError("HierarchyTypeMismatchException", `The type of ${name} cannot be changed.`);
    }
    const tier = chooseTier(body.Tier, Buffer.byteLength(value), before?.tier);
    const description =
      body.Description === undefined ? before?.description : readTextField(body, "Description");
    const added = add(name, { value, type, tier, description });
    for (const [key, tag] of readTags(body)) entryNamed(name).tags.set(key, tag);
    return { Version: added.number, Tier: tier };
  }

  function getParametersByPath(body: Body) {
    const path = readTextField(body, "Path").replace(/\/$/, "");
    if (!path.startsWith("/") && path !== "") throw createInputError("The path must begin with a slash.");
    const under = [...entries.keys()].sort().filter((name) => {
      const rest = name.startsWith(`${path}/`) ? name.slice(path.length + 1) : undefined;
      return rest !== undefined && (body.Recursive === true || !rest.includes("/"));
    });
    const { items, next } = cutPage(under, body, 10);
    return {
      Parameters: items.map((name) =>
        showVersion(name, findNewest(entryNamed(name)), body.WithDecryption === true),
      ),
      ...next,
    };
  }

  function getParameters(body: Body) {
    const names = readTextsField(body, "Names", 10);
    const found = names.map((name) => selectOrUndefined(name));
    return {
      Parameters: found.flatMap((one) =>
        one === undefined ? [] : [showVersion(one.name, one.version, body.WithDecryption === true)],
      ),
      InvalidParameters: names.filter((_, index) => found[index] === undefined),
    };
  }

  function getParameter(body: Body) {
    const { name, version } = select(readTextField(body, "Name"));
    return { Parameter: showVersion(name, version, body.WithDecryption === true) };
  }

  function getParameterHistory(body: Body) {
    const name = readTextField(body, "Name");
    const { items, next } = cutPage(entryNamed(name).versions, body, 50);
    return {
      Parameters: items.map((version) => ({
        ...describeVersion(name, version),
        Value: body.WithDecryption === true ? version.value : encipher(version),
        Labels: [...version.labels],
      })),
      ...next,
    };
  }

  function describeParameters(body: Body) {
    const filters = listItems(body.ParameterFilters);
    const names = [...entries.keys()]
      .sort()
      .filter((name) => filters.every((filter) => passes(filter, name)));
    const { items, next } = cutPage(names, body, 50);
    return { Parameters: items.map((name) => describeVersion(name, findNewest(entryNamed(name)))), ...next };
  }

  function passes(filter: Body, name: string): boolean {
    const key = readTextField(filter, "Key");
    const values = readTextsField(filter, "Values", 50);
    const matches = (actual: string | undefined) =>
      values.some((value) => (filter.Option === "BeginsWith" ? actual?.startsWith(value) : actual === value));
    if (key === "Name") return matches(name);
    if (key === "Type") return matches(findNewest(entryNamed(name)).type);
    if (key === "Path") {
      const inside = (path: string) => name.startsWith(`${path.replace(/\/$/, "")}/`);
      const direct = (path: string) => !name.slice(path.replace(/\/$/, "").length + 1).includes("/");
      return values.some((path) => inside(path) && (filter.Option === "Recursive" || direct(path)));
    }
    if (key.startsWith("tag:")) return matches(entryNamed(name).tags.get(key.slice("tag:".length)));
    throw new StoreError("InvalidFilterKey", `The filter key ${key} is not known here.`);
  }

  function deleteParameters(body: Body) {
    const names = readTextsField(body, "Names", 10);
    const deleted = names.filter((name) => entries.delete(name));
    return { DeletedParameters: deleted, InvalidParameters: names.filter((name) => !deleted.includes(name)) };
  }

  function addTagsToResource(body: Body) {
    for (const [key, value] of readTags(body)) taggedBy(body).set(key, value);
    return {};
  }

  function listTagsForResource(body: Body) {
    return { TagList: [...taggedBy(body)].map(([Key, Value]) => ({ Key, Value })) };
  }

  function taggedBy(body: Body) {
    if (body.ResourceType !== "Parameter") {
      throw new StoreError("InvalidResourceType", "The resource type is not valid. Use Parameter.");
    }
    return entryNamed(readTextField(body, "ResourceId"), "InvalidResourceId").tags;
  }

  function labelParameterVersion(body: Body) {
    const name = readTextField(body, "Name");
    const entry = entryNamed(name);
    const number = Number(body.ParameterVersion ?? findNewest(entry).number);
    const version = entry.versions.find((one) => one.number === number);
    if (version === undefined)
      throw new StoreError("ParameterVersionNotFound", `${name} has no version ${number}.`);
    const isValid = (label: string) => /^(?!aws|ssm|\d)[\w.-]{1,100}$/i.test(label);
    const labels = readTextsField(body, "Labels", 10);
    for (const label of labels.filter(isValid)) {
      for (const other of entry.versions) other.labels.delete(label); // a label belongs to one version only
      version.labels.add(label);
    }
    return { InvalidLabels: labels.filter((label) => !isValid(label)), ParameterVersion: number };
  }

  let isThroughputRaised = false;
  function getServiceSetting(body: Body) {
    const SettingId = readTextField(body, "SettingId");
    return { ServiceSetting: { SettingId, SettingValue: String(isThroughputRaised) } };
  }

  return {
    raiseThroughput(): void {
      isThroughputRaised = true;
    },
    put(name: string, value: string, type: Type): number {
      const tier = Buffer.byteLength(value) > STANDARD_BYTES ? "Advanced" : "Standard";
      return add(name, { value, type, tier, description: undefined }).number;
    },
    remove(name: string): void {
      entries.delete(name);
    },
    actions: {
      PutParameter: putParameter,
      GetParametersByPath: getParametersByPath,
      GetParameters: getParameters,
      GetParameter: getParameter,
      GetParameterHistory: getParameterHistory,
      DescribeParameters: describeParameters,
      DeleteParameters: deleteParameters,
      AddTagsToResource: addTagsToResource,
      ListTagsForResource: listTagsForResource,
      LabelParameterVersion: labelParameterVersion,
      GetServiceSetting: getServiceSetting,
    },
  };
}

function chooseTier(asked: unknown, bytes: number, before: Tier | undefined): Tier {
  if (bytes > ADVANCED_BYTES) {
    throw createInputError("Advanced tier parameters support a maximum parameter value of 8192 characters.");
  }
  if (asked === "Standard" && before === "Advanced") {
    throw createInputError("A parameter of the advanced tier cannot be changed to the standard tier.");
  }
  if (asked === "Advanced" || before === "Advanced") return "Advanced";
  if (bytes <= STANDARD_BYTES) return "Standard";
  if (asked === "Intelligent-Tiering") return "Advanced";
  throw createInputError("Standard tier parameters support a maximum parameter value of 4096 characters.");
}
