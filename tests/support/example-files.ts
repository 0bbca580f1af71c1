import { checkPolicies } from "../../lib/authoring/check-policies.ts";
import { refineDiagnostics } from "../../lib/authoring/diagnose-yaml.ts";
import { lintPolicies } from "../../lib/authoring/lint.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { type ParameterFile, readFileRole, readYaml } from "../../lib/policy-set/files.ts";
import { sha256 } from "../../lib/store/sha256.ts";

const NOW = Date.parse("2026-06-15T10:00:00Z");

/** All that `policy check` finds in files beside good settings, without a folder. */
export function checkTexts(texts: Readonly<Record<string, string>>): {
  readonly files: readonly ParameterFile[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const read = Object.entries({ "settings.yaml": "sdkAppIds: [1400000000]\n", ...texts }).map(
    ([file, text]) => {
      const role = readFileRole(file);
      if (role.kind !== "parameter") throw new Error(`${file} is no parameter`);
      const { name } = role;
      const { value, diagnostics } = file.endsWith(".yaml")
        ? readYaml(name, text)
        : { value: text, diagnostics: [] };
      return { file: { name, value: value ?? "null", version: "1", file, text }, diagnostics };
    },
  );
  const files = read.map(({ file }) => file);
  const onFiles = refineDiagnostics(
    read.flatMap(({ diagnostics }) => diagnostics),
    files,
  );
  const checked = checkPolicies(files, sha256, onFiles);
  const diagnostics = checked.set === undefined ? checked.diagnostics : lintPolicies(files, checked, NOW);
  return { files, diagnostics };
}
