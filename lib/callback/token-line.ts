/** One line of the `tokens` parameter. */
export type TokenLine = {
  readonly token: string;
  /** Of the only app that it signs for; undefined: of any app of the stage. */
  readonly sdkAppId: number | undefined;
};

/** `1400000001: token` binds a token to an app; a line without an app is a token for all of them. */
export function parseTokenLine(line: string): TokenLine {
  const { app, token } = /^(?<app>[1-9]\d{0,15}):\s*(?<token>\S+)$/.exec(line)?.groups ?? {};
  return token === undefined ? { token: line, sdkAppId: undefined } : { token, sdkAppId: Number(app) };
}

export const formatTokenLine = ({ token, sdkAppId }: TokenLine) =>
  sdkAppId === undefined ? token : `${sdkAppId}: ${token}`;

/** An unbound token signs for any app; a request that names none, the console's verify, may carry any token. */
export const isTokenFor = ({ sdkAppId }: TokenLine, app: number | undefined) =>
  sdkAppId === undefined || app === undefined || sdkAppId === app;
