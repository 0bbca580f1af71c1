import { formatTokenLine, parseTokenLine } from "../../lib/callback/token-line.ts";
import { testRows } from "../support/table.ts";

testRows(
  [
    { line: "abc", token: "abc", sdkAppId: undefined, written: "abc" },
    { line: "1400000001: abc", token: "abc", sdkAppId: 1400000001, written: "1400000001: abc" },
    { line: "1400000001:abc", token: "abc", sdkAppId: 1400000001, written: "1400000001: abc" },
    { line: "1400000001: a b", token: "1400000001: a b", sdkAppId: undefined, written: "1400000001: a b" },
    { line: "x1400000001: abc", token: "x1400000001: abc", sdkAppId: undefined, written: "x1400000001: abc" },
    { line: "01: abc", token: "01: abc", sdkAppId: undefined, written: "01: abc" },
    { line: "1: abc", token: "abc", sdkAppId: 1, written: "1: abc" },
  ],
  '"$line" is the token "$token" of app $sdkAppId',
  ({ line, token, sdkAppId, written }) => {
    expect(parseTokenLine(line)).toEqual({ token, sdkAppId });
    expect(formatTokenLine({ token, sdkAppId })).toBe(written);
  },
);
