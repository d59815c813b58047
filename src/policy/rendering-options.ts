import { pathFilter } from "./path-filter.js";
import type { Policy } from "./policy.js";

/** Returns what a policy says of how charts are rendered: for which paths at all, by which values, for which version. */
export function renderingOptions(policy: Policy): {
  isWanted: (path: string) => boolean;
  render: Policy["render"];
  kubeVersion?: string;
} {
  return {
    isWanted: pathFilter(policy),
    render: policy.render,
    ...(policy.kubernetes === null ? {} : { kubeVersion: policy.kubernetes }),
  };
}
