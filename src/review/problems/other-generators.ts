/** Programs that make manifests and are not run here, told from the paths of what they read. */
import { type ChangeSet, folderOf } from "../../changeset/change-set.js";
import type { Problem } from "../../manifest/problem.js";

interface Generator {
  name: string;
  /** what stands behind the name in a sentence */
  more?: string;
  /** the files that only it, or the language that it is written in, reads */
  reads: RegExp;
}

const GENERATORS: readonly Generator[] = [
  { name: "Jsonnet", reads: /\.(?:jsonnet|libsonnet)$/ },
  {
    name: "Helmfile",
    reads: /(?:^|\/)(?:helmfile(?:\.[\w-]+)*\.ya?ml|helmfile\.d\/(?:.*\/)?[^/]+\.ya?ml)(?:\.gotmpl)?$/,
  },
  { name: "Timoni", more: ", or another program that reads CUE,", reads: /\.cue$/ },
  { name: "KCL", reads: /(?:\.k|(?:^|\/)kcl\.(?:mod|yaml))$/ },
];

const CDK8S = "cdk8s";

/** The programs that are told, by their names. */
export const GENERATOR_NAMES: readonly string[] = [...GENERATORS.map(({ name }) => name), CDK8S];

/** Beside it stands a program in whatever language that cdk8s knows. */
const CDK8S_FILE = /(?:^|\/)cdk8s\.yaml$/;
const PROGRAM = /\.(?:tsx?|[cm]?js|py|go|java)$/;

/** Returns, once for each of these programs, that what it makes of changed files is not judged. */
export function otherGenerators(
  { files, others = [], siblings }: ChangeSet,
  isWanted: (path: string) => boolean,
): Problem[] {
  const changed = [...files, ...others]
    .filter(({ status }) => status !== "removed")
    .map(({ path }) => path)
    .filter(isWanted)
    .sort();
  const known = [...changed, ...siblings.map(({ path }) => path)];
  const programs = known.filter((path) => CDK8S_FILE.test(path)).map(folderOf);
  const isOfCdk8s = (path: string) =>
    CDK8S_FILE.test(path) ||
    (PROGRAM.test(path) && programs.some((folder) => folder === "" || path.startsWith(`${folder}/`)));
  return [
    ...GENERATORS.map(({ name, more = "", reads }) => ({
      name: `${name}${more}`,
      paths: changed.filter((path) => reads.test(path)),
    })),
    { name: CDK8S, paths: changed.filter(isOfCdk8s) },
  ].flatMap(({ name, paths }) => tell(name, paths));
}

function tell(name: string, paths: readonly string[]): Problem[] {
  const [first] = paths;
  if (first === undefined) return [];
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : "";
  const message = `${name} is not run here: what it makes of this file${more} is not judged; render both sides and compare them with --before and --after`;
  return [{ code: "template", path: first, line: 1, column: 1, message }];
}
