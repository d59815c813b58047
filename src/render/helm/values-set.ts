import type { HelmValues } from "../../renderer/helm.js";
import type { RenderingFailure, RenderingNote } from "../rendering.js";

/** One way in which a chart is rendered: values over its own, under a release's name. */
export interface ValuesSet {
  /** what people call it, such as the values file's path from the chart's folder; null for the chart's own values alone */
  name: string | null;
  /** put over the chart's own, in this order */
  values: readonly HelmValues[];
  release: { name: string; namespace: string };
  /** paths in the repository of what the set is made of: a change of one makes the chart's workloads changed */
  files: readonly string[];
  /** it is there for tests alone, as what stands in `ci/` is */
  forTests?: true;
  /** nothing says that the chart is installed so: where it cannot be rendered and another set can, it is none */
  isGuess?: true;
  /** the values stand in place of the chart's own values.yaml, as with Flux's `valuesFiles` */
  replacesOwn?: true;
  /** why it cannot be had, such as a file that is not there */
  failure?: RenderingFailure;
  /** what the set lacks */
  notes?: readonly RenderingNote[];
}

/** A set at both sides of a change: base with base's files, and head with head's. */
export interface ChangedSet extends Pick<ValuesSet, "name" | "forTests" | "isGuess"> {
  before: ValuesSet | null;
  after: ValuesSet | null;
}

/** What `helm template` calls a release that is given no name, and where it installs it (helm: pkg/cmd/template.go). */
export const DEFAULT_RELEASE = { name: "release-name", namespace: "default" } as const;

/** The chart's own values and nothing over them. */
export const DEFAULT_SET: ValuesSet = { name: null, values: [], release: DEFAULT_RELEASE, files: [] };
