import { mkdirSync, rmSync, writeFileSync } from "node:fs";

/** Lambda gives one core at this many MB. */
const FULL_CORE_MB = 1769;
const PERIOD_US = 20_000;
const ROOT = "/sys/fs/cgroup/cpu";

/** Where a process writes its id to get the CPU share of `memoryMb`; undefined where limits cannot be set. */
export function limitCpu(memoryMb: number): string | undefined {
  const folder = `${ROOT}/chatgate-bench-${memoryMb}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/cpu.cfs_period_us`, String(PERIOD_US));
    writeFileSync(`${folder}/cpu.cfs_quota_us`, String(Math.round((PERIOD_US * memoryMb) / FULL_CORE_MB)));
    return `${folder}/cgroup.procs`;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return undefined; // no version 1 controller, or no right to it
  }
}
