import { describeValue } from "../../rollout/describe-value.js";

/** "maxSurge (default) = ceil(25% of 3) = 1"; `resolved` is the number of pods, or it and a word on how it came. */
export function limitLine(
  field: string,
  { written, standard }: { written: unknown; standard: unknown },
  rounding: "ceil" | "floor",
  replicas: number | null,
  resolved: number | string | null,
): string {
  const value = written ?? standard;
  const origin = written == null ? " (default)" : "";
  if (typeof value !== "string") return `${field}${origin} = ${resolved}`;
  const text = describeValue(value).replace(/^the text "(.*)"$/, "$1");
  // Without the nodes a share stays one.
  if (replicas === null) return `${field}${origin} = ${rounding}(${text} of the nodes)`;
  return `${field}${origin} = ${rounding}(${text} of ${replicas}) = ${resolved}`;
}
