import picomatch from "picomatch";
import type { Policy } from "./policy.js";

/** Whether a path is to be reviewed: in `include` where that names anything, and not in `exclude`. */
export function pathFilter({ paths }: Policy): (path: string) => boolean {
  const options = { dot: true };
  const included = paths.include.length === 0 ? () => true : picomatch(paths.include, options);
  const excluded = paths.exclude.length === 0 ? () => false : picomatch(paths.exclude, options);
  return (path) => included(path) && !excluded(path);
}
