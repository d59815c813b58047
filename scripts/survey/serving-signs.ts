import { isManifestPath } from "../../src/changeset/change-set.js";
import type { WorkloadReport } from "../../src/review/review-plan.js";
import { filesInFolder, textsAt } from "./git-facts.js";
import { type Json, portsOf, selects } from "./own-serving.js";
import { readObjects } from "./own-view.js";

const PORT_ARGUMENT = /^--?(?:[\w.-]*[_.-])?(?:port|listen|bind|addr)[\w-]*(?:=|$)/i;
const PORT_VARIABLE = /(?:^|_)PORT$/;

/**
 * What in a workload's own file, or in a Service of its folder, says that it serves; null where nothing does, or where the
 * object cannot be read as it stands.
 */
export function servingSign(
  { gitDir, sha }: { gitDir: string; sha: string },
  { kind, name, path }: WorkloadReport,
): string | null {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const paths = [path, ...filesInFolder(gitDir, sha, folder).filter(isManifestPath)];
  const texts = textsAt(gitDir, sha, paths);
  const workload: Json = readObjects(texts.get(path) ?? "")
    .map(({ value }) => value)
    .find((value: Json) => value?.kind === kind && value.metadata?.name === name);
  const pod = workload?.spec?.template?.spec;
  if (!Array.isArray(pod?.containers)) return null;
  const withServices = [...texts.values()].filter((text) => /kind\W{1,6}(?:Service|List)\b/.test(text));
  const around = withServices.flatMap((text) => readObjects(text).map(({ value }) => value as Json));
  if (around.some((object) => selects(object, workload))) return "a Service of its folder selects it";
  if (pod.containers.some((container: Json) => portsOf(container).length > 0)) return "it declares a port";
  return pod.containers.some(namesPort) ? "an argument or a variable names a port" : null;
}

function namesPort(container: Json): boolean {
  const words = [container?.command, container?.args].filter(Array.isArray).flat().map(String);
  const variables = Array.isArray(container?.env) ? container.env : [];
  return (
    words.some((word) => PORT_ARGUMENT.test(word)) ||
    variables.some((variable: Json) => PORT_VARIABLE.test(String(variable?.name)))
  );
}
