import type { Container } from "../workload.js";
import { imageName } from "./image.js";

const FLAG = /leader[-_]?elect/i;
/** Images that elect one unless they are told not to: Elastic's operator (elastic.co, Configure ECK: enable-leader-election). */
const BY_DEFAULT = /^eck-operator(?:-ubi\d*)?(?:-fips)?$/;
const NOT = /=(?:false|0|no)$/i;

/**
 * Whether a container takes part in a leader election, as its command line, its environment or the default of its image says;
 * `=false` says no.
 */
export function electsLeader(container: Container): boolean {
  const { commandLine, env } = container;
  const words = commandLine.filter((word) => FLAG.test(word));
  if (words.some((word) => !NOT.test(word)) || env.some((name) => FLAG.test(name))) return true;
  return words.length === 0 && BY_DEFAULT.test(imageName(container));
}
