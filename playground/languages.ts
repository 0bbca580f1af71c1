import { StreamLanguage, type StringStream } from "@codemirror/language";

/** Highlights the YAML of policies and its conditions: 3 KB instead of 40 KB for a parser. */
export const policyLanguage = StreamLanguage.define<{ isCondition: boolean }>({
  name: "policy",
  startState: () => ({ isCondition: false }),
  token: (stream, state) => {
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return "comment";
    const key = stream.match(/^[\w$]+(?=:(?:\s|$))/, true);
    if (key !== null && key !== false && key !== true) {
      state.isCondition = key[0] === "when";
      return "propertyName";
    }
    return state.isCondition ? findConditionToken(stream) : formatValueToken(stream);
  },
});

function formatValueToken(stream: StringStream): string | null {
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^']|'')*'?/)) return "string";
  if (stream.match(/^-?\d[\d.]*(?![\w.-])/) || stream.match(/^(?:true|false|null)\b/)) return "number";
  if (!stream.match(/^[\w.*-]+/)) stream.next();
  return null;
}

function findConditionToken(stream: StringStream): string | null {
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
  if (stream.match(/^\d[\d.]*/) || stream.match(/^(?:in|true|false|null)\b/)) return "number";
  if (stream.match(/^\w+(?=\()/)) return "keyword";
  if (!stream.match(/^[A-Za-z_]\w*/)) stream.next();
  return null;
}

export const jsonLanguage = StreamLanguage.define({
  name: "json",
  token: (stream) => {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"(?=\s*:)/)) return "propertyName";
    return formatValueToken(stream);
  },
});
