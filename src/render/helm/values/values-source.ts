/** Sets of values as files of the repository name them, before the values themselves are read. */
import type { HelmValues } from "../../../renderer/helm.js";
import type { ValuesSet } from "../values-set.js";

/** One layer of a set: each is put over those before it. */
export type ValuesLayer =
  | {
      /** a path in the repository */
      file: string;
      /** whoever names it takes it as it comes: where it is not there, the set is made without it */
      isOptional?: true;
      /** the key of the values whose text the file is, as `--set-file` has it; otherwise it is a values file */
      key?: string;
    }
  | { inline: HelmValues }
  /** values of an object, to be looked for: what is found takes its place */
  | { reference: ValuesReference }
  /** what is named and is not in this repository, in the words that name it */
  | { elsewhere: string };

/** A key of a ConfigMap or a Secret. */
export interface ValuesReference {
  kind: "ConfigMap" | "Secret";
  name: string;
  namespace: string | null;
  key: string;
  /** the way in the values that its text is put at; null where it is a values file */
  targetPath: string | null;
}

/** A set of values of one chart, and who says so. */
export interface ValuesSource
  extends Pick<ValuesSet, "name" | "release" | "forTests" | "isGuess" | "replacesOwn"> {
  /** the chart's folder */
  chart: string;
  layers: readonly ValuesLayer[];
  /** the file whose object names it; null where none does */
  declaredIn: string | null;
  /** other files of which it, or its values, were read */
  readFrom?: readonly string[];
  /** what the set lacks, as sentences without a final stop */
  notes?: readonly string[];
}

/** Returns the files of the repository that hold a set's values. */
export function valuesFilesOf({ layers }: ValuesSource): string[] {
  return layers.flatMap((layer) => ("file" in layer ? [layer.file] : []));
}

/** Returns the same, and the files that name them. */
export function filesOf(source: ValuesSource): string[] {
  const { declaredIn, readFrom = [] } = source;
  return [...valuesFilesOf(source), ...readFrom, ...(declaredIn === null ? [] : [declaredIn])];
}
