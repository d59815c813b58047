/** Whether a name that leads nowhere was meant for something that is in sight: by that alone it can be called wrong. */
import type { ManifestObject } from "../../manifest/manifest.js";
import type { Sight } from "../../workload/sight/sight.js";
import { isNear } from "../../workload/slips.js";
import type { Workload } from "../../workload/workload.js";

/** Below it two words are near each other by chance: "db" and "ui", "dev" and "uat". */
const LEAST_LENGTH = 4;

/**
 * Whether a name is a slip of another: one of its words is near the other's, and no further one of a series, as "web2" is
 * beside "web1".
 */
export function isSlip(written: string, meant: string): boolean {
  const [words, others] = [written, meant].map((name) => name.split(/[-_./]/)) as [string[], string[]];
  const wrong = words.flatMap((word, index) => (word === others[index] ? [] : [[word, others[index] ?? ""]]));
  const [pair] = wrong as [string, string][];
  if (words.length !== others.length || pair === undefined || wrong.length > 1) return false;
  const [one, other] = pair.map((word) => word.replace(/\d+/g, "")) as [string, string];
  return Math.min(one.length, other.length) >= LEAST_LENGTH && one !== other && isNear(one, other);
}

/** How many workloads, other pods and objects of each kind a file has. */
interface Company {
  pods: number;
  kinds: Map<string, number>;
}

const companies = new WeakMap<Sight, Map<string, Company>>();

/** Whether a file has this one object of its kind, this one workload, and no other pods. */
export function isAloneWith(object: ManifestObject, workload: Workload, sight: Sight): boolean {
  const path = fileOf(object);
  if (fileOf(workload.object) !== path) return false;
  const company = companiesOf(sight).get(path);
  return company?.pods === 1 && company.kinds.get(object.kind) === 1;
}

function fileOf({ document }: ManifestObject): string {
  return document.manifest.path;
}

function companiesOf(sight: Sight): Map<string, Company> {
  const known = companies.get(sight);
  if (known !== undefined) return known;
  const found = new Map<string, Company>();
  for (const object of sight.objects) {
    const company = found.get(fileOf(object)) ?? { pods: 0, kinds: new Map() };
    company.kinds.set(object.kind, (company.kinds.get(object.kind) ?? 0) + 1);
    found.set(fileOf(object), company);
  }
  for (const { object } of [...sight.workloads, ...sight.others]) {
    const company = found.get(fileOf(object));
    if (company !== undefined) company.pods += 1;
  }
  companies.set(sight, found);
  return found;
}
