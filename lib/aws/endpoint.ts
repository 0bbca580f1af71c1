/** Outside China and in it. `host`: the service's, e.g. `ssm`. */
export const formatRegionalEndpoint = (host: string, region: string) =>
  `https://${host}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
