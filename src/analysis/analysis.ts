import { JOBS } from "./jobs.js";

type Jobs = typeof JOBS;

/** The port of everything that does these jobs, in whichever thread. Rejects where a job throws, or does not end. */
export type Analyse = <Name extends keyof Jobs>(
  name: Name,
  input: Parameters<Jobs[Name]>[0],
) => Promise<ReturnType<Jobs[Name]>>;

/** Does a job in the thread that asks for it, which does nothing else meanwhile. */
export const analyseHere: Analyse = async (name, input) => runJob(name, input);

/** Runs a job. */
export function runJob<Name extends keyof Jobs>(
  name: Name,
  input: Parameters<Jobs[Name]>[0],
): ReturnType<Jobs[Name]> {
  // The compiler does not see that each name stands beside its own function.
  return (JOBS[name] as (input: unknown) => ReturnType<Jobs[Name]>)(input);
}
