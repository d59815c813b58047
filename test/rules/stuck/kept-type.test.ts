/** Which moves to another apiVersion leave a live object with a type by which no pod is replaced. */
import { expect, it } from "vitest";
import { reviewFiles } from "../../engine/review-files.js";
import { deploymentOf } from "../../workload/read-yaml.js";

const READY =
  "{name: web, image: a, ports: [{containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}}";
const UNPROBED = "{name: web, image: a, ports: [{containerPort: 8000}]}";
const OLD = "extensions/v1beta1";

const of = (kind: string, apiVersion: string, spec = "", containers = READY) =>
  deploymentOf({ apiVersion, spec, containers }).replace("kind: Deployment", `kind: ${kind}`);

function kept(before: string, after: string): string[] {
  return reviewFiles({ "web.yaml": after }, { "web.yaml": before }).findings.flatMap(({ id, fix }) =>
    id.endsWith(" kept") ? `${fix?.confidence}: ${fix?.text.replace(/\s+/g, " ")}` : [],
  );
}

const WRITTEN = "one-click: updateStrategy: type: RollingUpdate";

it.each<[string, string, string, string[]]>([
  ["a DaemonSet", of("DaemonSet", OLD), of("DaemonSet", "apps/v1"), [WRITTEN]],
  [
    "a StatefulSet",
    of("StatefulSet", "apps/v1beta1", "serviceName: web"),
    of("StatefulSet", "apps/v1", "serviceName: web"),
    [WRITTEN],
  ],
  [
    "a DaemonSet whose pods nothing holds back",
    of("DaemonSet", OLD, "", UNPROBED),
    of("DaemonSet", "apps/v1", "", UNPROBED),
    ["advice: updateStrategy: type: RollingUpdate"],
  ],
  [
    "a DaemonSet that writes the type",
    of("DaemonSet", OLD),
    of("DaemonSet", "apps/v1", "updateStrategy: {type: RollingUpdate}"),
    [],
  ],
  [
    "a DaemonSet that asks for it",
    of("DaemonSet", OLD),
    of("DaemonSet", "apps/v1", "updateStrategy: {type: OnDelete}"),
    [],
  ],
  [
    "a DaemonSet that wrote another",
    of("DaemonSet", OLD, "updateStrategy: {type: RollingUpdate}"),
    of("DaemonSet", "apps/v1"),
    [],
  ],
  [
    "a DaemonSet of the apiVersion whose default is today's",
    of("DaemonSet", "apps/v1beta2"),
    of("DaemonSet", "apps/v1"),
    [],
  ],
  [
    "a DaemonSet that stays where it is",
    of("DaemonSet", OLD),
    of("DaemonSet", OLD, "minReadySeconds: 5"),
    [],
  ],
  ["a Deployment, which has no such type", of("Deployment", OLD), of("Deployment", "apps/v1"), []],
  ["a new DaemonSet", "---\n", of("DaemonSet", "apps/v1"), []],
])("of %s", (_, before, after, found) => {
  expect(kept(before, after)).toEqual(found);
});
