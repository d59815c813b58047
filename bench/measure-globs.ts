/** The cost of a policy's globs: the costliest that is allowed against many paths. */
import { globMatcher } from "../src/policy/path-filter.js";
import { MAX_GLOB_STEPS } from "../src/policy/read-glob.js";
import { measureInTurns } from "./measure.js";

export const GLOBS = { paths: 10_000, targetMs: 1_000 };

/** As much as can be tried again at each folder: every name is right until the last one. */
const COSTLIEST = `**/${"a/".repeat(MAX_GLOB_STEPS - 3)}b`;

/** [what the paths are, one of them] */
const PATHS: [string, (at: number) => string][] = [
  ["paths as they are", (at) => `apps/team-${at % 40}/web-${at}/overlays/production/deployment.yaml`],
  ["paths of 100 folders, all of them right", (at) => `${"a/".repeat(100)}${at}.yaml`],
];

export interface GlobMeasurement {
  name: string;
  milliseconds: number;
}

export async function measureGlobs(rounds: number): Promise<GlobMeasurement[]> {
  const isNamed = globMatcher([COSTLIEST]);
  const works = PATHS.map(([, pathAt]) => {
    const paths = Array.from({ length: GLOBS.paths }, (_, at) => pathAt(at));
    return () => {
      for (const path of paths) if (isNamed(path)) throw new Error(`${path} is named by the glob`);
    };
  });
  const times = await measureInTurns(works, rounds);
  return PATHS.map(([name], index) => ({ name, milliseconds: times[index] as number }));
}
