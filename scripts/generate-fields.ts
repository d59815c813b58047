/**
 * `npm run fields`: writes the tables of fields that each minor version of Kubernetes knows, from the OpenAPI that
 * Kubernetes publishes with its source. Needs Go, which brings that source and checks it against its checksums, and
 * about 1.4 GB for it in Go's module cache.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

const TARGET = "src/api-server/fields/kubernetes-fields.ts";

const published = VERSIONS.map((version): Published => {
  const file = join(moduleFolder("k8s.io/kubernetes", version), "api/openapi-spec/swagger.json");
  return {
    minor: Number(version.split(".")[1]),
    ...(JSON.parse(readFileSync(file, "utf8")) as Pick<Published, "definitions">),
  };
});
const table = mergeMinors(published, ROOTS);
writeFileSync(
  TARGET,
  [
    `// Written by scripts/generate-fields.ts from the OpenAPI of Kubernetes ${VERSIONS.join(", ")}: do not edit.`,
    `export const FIRST_MINOR = ${published[0]?.minor};`,
    `export const LAST_MINOR = ${published.at(-1)?.minor};`,
    "",
    "/** A line for each type; read-types.ts says how it is written. */",
    `export const KUBERNETES_FIELDS = \`${table}\`;`,
    "",
  ].join("\n"),
);
process.stdout.write(
  `${TARGET} has ${table.split("\n").length} types in ${Math.round(table.length / 1024)} KiB\n`,
);

/** The folder of a module's source in Go's cache, which is filled where it is not there yet. */
function moduleFolder(module: string, version: string): string {
  const out = execFileSync("go", ["mod", "download", "-json", `${module}@v${version}`], {
    encoding: "utf8",
    cwd: "/",
  });
  return (JSON.parse(out) as { Dir: string }).Dir;
}
