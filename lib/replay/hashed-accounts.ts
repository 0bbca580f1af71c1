import { parseKnownJson } from "../json.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { Parameter } from "../policy-set/parameter.ts";

/**
 * The same set for requests whose accounts are known by their hashes: account lists and exemptions
 * also hold the hashes.
 */
export function addHashedAccounts(
  parameters: readonly Parameter[],
  hashAccount: (account: string) => string,
): readonly Parameter[] {
  const documents = parameters.filter(({ name }) => name.startsWith("policies/"));
  const lists = new Set(
    documents.flatMap(({ value }) =>
      [...value.matchAll(/(?:\bin\s+|"account":\s*")lists\.([\w-]+)/g)].map(([, name]) => `lists/${name}`),
    ),
  );
  return parameters.map((parameter) => {
    const { name, value } = parameter;
    if (lists.has(name.split("/", 2).join("/"))) return { ...parameter, value: hashEntries(value) };
    return name.startsWith("policies/") ? { ...parameter, value: hashExemptions(value) } : parameter;
  });

  function hashEntries(value: string): string {
    const entries = value
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    return [value, ...entries.map(hashAccount)].join("\n");
  }

  function hashExemptions(value: string): string {
    const document = parseKnownJson(value) as PolicyDocument; // a set that was checked
    const rules = document.rules.map((rule) => {
      const unless = rule.unless?.map((exemption) =>
        typeof exemption.account === "string"
          ? exemption
          : { ...exemption, account: [...exemption.account, ...exemption.account.map(hashAccount)] },
      );
      return unless === undefined ? rule : { ...rule, unless };
    });
    return JSON.stringify({ ...document, rules });
  }
}
