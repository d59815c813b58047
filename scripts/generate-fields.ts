/**
 * `npm run fields`: writes the tables of fields that each minor version of Kubernetes knows, from the OpenAPI that
 * Kubernetes publishes with its source, and those of Argo's Rollout from its CustomResourceDefinition. Needs Go, which
 * brings the sources and checks them against their checksums, about 1.4 GB for them in Go's module cache, and `unzip`.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parse } from "yaml";
import { type CrdSchema, flattenCrd } from "./fields/flatten-crd.js";
import { mergeMinors, type Published } from "./fields/merge-minors.js";

/** One patch of each minor version: its newest, as fields do not come or go between patches. */
const VERSIONS = [
  ...["1.27.16", "1.28.15", "1.29.6", "1.30.14", "1.31.14", "1.32.13"],
  ...["1.33.13", "1.34.4", "1.35.4", "1.36.3", "1.37.2"],
];

const ROOTS = [
  "io.k8s.api.apps.v1.DaemonSet",
  "io.k8s.api.apps.v1.Deployment",
  "io.k8s.api.apps.v1.StatefulSet",
  "io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler",
  "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
  "io.k8s.api.core.v1.Service",
  "io.k8s.api.policy.v1.PodDisruptionBudget",
];

const ARGO_VERSION = "1.10.2";

/** Fields of a Rollout that another table has, or that only its controller writes. */
const KNOWN_OF_ROLLOUT = {
  metadata: "meta.v1.ObjectMeta",
  // Argo generates its schema from some version of Kubernetes' pods: which one, a cluster's Kubernetes says better.
  "spec.template": "core.v1.PodTemplateSpec",
  status: "any",
};

const published = VERSIONS.map((version): Published => {
  const text = fileOfModule("k8s.io/kubernetes", version, "api/openapi-spec/swagger.json");
  const { definitions } = JSON.parse(text) as Pick<Published, "definitions">;
  return { minor: Number(version.split(".")[1]), definitions };
});
write("src/api-server/fields/kubernetes-fields.ts", [
  `// Written by scripts/generate-fields.ts from the OpenAPI of Kubernetes ${VERSIONS.join(", ")}.`,
  "",
  `export const FIRST_MINOR = ${published[0]?.minor};`,
  `export const LAST_MINOR = ${published.at(-1)?.minor};`,
  "",
  "/** A line for each type; field-types.ts reads them. */",
  `export const KUBERNETES_FIELDS = \`${mergeMinors(published, ROOTS)}\`;`,
]);
write("src/api-server/fields/argo-fields.ts", [
  `// Written by scripts/generate-fields.ts from the CustomResourceDefinition of Argo Rollouts ${ARGO_VERSION}.`,
  "",
  "/** A line for each type, as those of Kubernetes, whose types it names too. */",
  `export const ARGO_FIELDS = \`${flattenCrd("argo.Rollout", rolloutSchema(), KNOWN_OF_ROLLOUT)}\`;`,
]);

function rolloutSchema(): CrdSchema {
  const text = fileOfModule(
    "github.com/argoproj/argo-rollouts",
    ARGO_VERSION,
    "manifests/crds/rollout-crd.yaml",
  );
  const { spec } = parse(text) as {
    spec: { versions: { name: string; schema: { openAPIV3Schema: CrdSchema } }[] };
  };
  const version = spec.versions.find(({ name }) => name === "v1alpha1");
  if (version === undefined) throw new Error("the CustomResourceDefinition has no version v1alpha1");
  return version.schema.openAPIV3Schema;
}

/** A file out of the archive of a module, which Go brings and checks: the archive alone needs no matching Go. */
function fileOfModule(module: string, version: string, path: string): string {
  const asked = [`${module}@v${version}`];
  // It says with an exit status that a module wants a newer Go, and has its archive all the same.
  const { stdout } = spawnSync("go", ["mod", "download", "-json", ...asked], { encoding: "utf8", cwd: "/" });
  const { Zip } = JSON.parse(stdout) as { Zip: string };
  const options = { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
  return execFileSync("unzip", ["-p", Zip, `${asked[0]}/${path}`], options);
}

function write(path: string, lines: readonly string[]): void {
  const text = `${lines.join("\n")}\n`;
  writeFileSync(path, text);
  process.stdout.write(`${path} has ${Math.round(text.length / 1024)} KiB\n`);
}
