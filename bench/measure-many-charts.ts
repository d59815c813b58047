/** What many charts that share a library cost in one pull request, and that one without a chart loads no renderer. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { ChangedFile, ChangeSet } from "../src/changeset/change-set.js";
import { contentHunks } from "../src/changeset/line-hunks.js";
import { type Trees, treeOf } from "../src/changeset/tree.js";
import { renderSources } from "../src/render/render-sources.js";
import { stopRenderers, waitingRenderers } from "../src/renderer/renderer.js";

export const MANY = { charts: 50, seconds: 60, peakMiB: 600 };

export interface ManyChartsMeasurement {
  /** charts whose both sides were rendered */
  rendered: number;
  /** by the clock */
  seconds: number;
  /** the most that this process ever held; null where the system does not tell it */
  peakMiB: number | null;
  /** renderers that a change of a plain manifest left behind */
  loadedWithoutChart: number;
}

type Files = Record<string, string>;

const LIBRARY = "library/templates/_workload.tpl";

const WORKLOAD = `{{- define "library.workload" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: {{ .Chart.Name }} } }
  template:
    metadata: { labels: { app: {{ .Chart.Name }} } }
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "registry.example.com/{{ .Chart.Name }}:{{ .Values.tag }}"
          ports: [{ name: http, containerPort: 8080 }]
{{- end }}
`;

function charts(): Files {
  const files: Files = {
    "library/Chart.yaml": "apiVersion: v2\nname: library\nversion: 1.0.0\ntype: library\n",
    [LIBRARY]: WORKLOAD,
  };
  for (let index = 0; index < MANY.charts; index++) {
    const folder = `charts/service-${index}`;
    files[`${folder}/Chart.yaml`] =
      `apiVersion: v2\nname: service-${index}\nversion: 1.0.0\ndependencies: [{ name: library, version: 1.0.0, repository: "file://../../library" }]\n`;
    files[`${folder}/values.yaml`] = `replicas: ${(index % 4) + 1}\ntag: 1.0.${index}\n`;
    files[`${folder}/templates/workload.yaml`] = '{{ include "library.workload" . }}\n';
  }
  return files;
}

export async function measureManyCharts(): Promise<ManyChartsMeasurement> {
  await stopRenderers();
  const plain = "apiVersion: v1\nkind: Service\nmetadata: { name: web }\n";
  const beside = charts();
  await render({ ...beside, "k8s/web.yaml": plain }, { ...beside, "k8s/web.yaml": `${plain}spec: {}\n` });
  const loadedWithoutChart = waitingRenderers();
  const started = performance.now();
  const made = await render(beside, { ...beside, [LIBRARY]: WORKLOAD.replace("8080", "8081") });
  const seconds = (performance.now() - started) / 1_000;
  const rendered = made.filter(
    ({ before, after }) => before?.kind === "rendered" && after?.kind === "rendered",
  );
  await stopRenderers();
  return { rendered: rendered.length, seconds, peakMiB: peakMiB(), loadedWithoutChart };
}

/** Renders the change from one set of files to another. */
function render(before: Files, after: Files) {
  const trees: Trees = { base: treeOf(before), head: treeOf(after) };
  const content = (text: string | undefined) => (text === undefined ? null : { kind: "text" as const, text });
  const files = Object.keys(after)
    .filter((path) => before[path] !== after[path])
    .map((path): ChangedFile => {
      const [old, now] = [content(before[path]), content(after[path])];
      const hunks = contentHunks(old, now);
      return { path, previousPath: null, status: "modified", before: old, after: now, hunks };
    });
  const isManifest = ({ path }: ChangedFile) => /\.ya?ml$/.test(path);
  const changeSet: ChangeSet = {
    ...{ base: "base", head: "head", webUrl: null, omissions: [], siblings: [] },
    files: files.filter(isManifest),
    others: files.filter((file) => !isManifest(file)),
  };
  return renderSources(changeSet, trees);
}

function peakMiB(): number | null {
  if (process.platform !== "linux") return null;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
}
