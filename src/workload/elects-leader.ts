import type { Container } from "./workload.js";

const FLAG = /leader[-_]?elect/i;

/** Whether a container takes part in a leader election, as its command line or environment says; `=false` says no. */
export function electsLeader({ commandLine, env }: Container): boolean {
  const asked = commandLine.some((word) => FLAG.test(word) && !/=(?:false|0|no)$/i.test(word));
  return asked || env.some((name) => FLAG.test(name));
}
