import type { Problem } from "../manifest/problem.js";
import type { RuleName, Severity } from "./rule-names.js";
import type { Waiver } from "./waiver.js";

/** The five numbers of a probe, in seconds and counts, as Kubernetes names them. */
export interface ProbeTimings {
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  successThreshold: number;
  failureThreshold: number;
}

/** One way in which a chart of the repository is rendered. */
export interface RenderSetting {
  /** the chart's folder, from the repository's root on; "" for the root */
  chart: string;
  /** values files from the repository's root on, each over those before it */
  values: string[];
  /** what findings call it; null for the names of its files */
  name: string | null;
  /** the release's name and namespace; null where they are Helm's own defaults */
  release: string | null;
  namespace: string | null;
  /** 1-based; the path is that of the policy */
  writtenAt: { path: string; line: number };
}

/**
 * Pods that webhooks of the cluster give readiness gates: all behind a Service, or those whose Namespace has a label, or
 * whose Service or pod template an annotation, each `key` or `key=value`; null for none by that sign.
 */
export type InjectedGates = "all" | { namespaceLabel: string | null; annotation: string | null };

/** Pods, or per cent of the replicas. */
export type Ceiling = { pods: number } | { percent: number };

/** The repository's settings, complete: what the file leaves out stands at its default. */
export interface Policy {
  block: "regressions" | "changed" | "never";
  /** what the check concludes where a review could not finish */
  onError: "failure" | "neutral";
  comments: "all" | "new" | "none";
  rules: Partial<Record<RuleName, Severity | "off">>;
  /** a serving container without a `preStop` hook is worth a word */
  requirePreStop: boolean;
  /** ceilings for the worst case, of one workload and of all behind one Service; absent for none */
  worstCase: { max?: Ceiling; perService?: Ceiling } | null;
  /** timings of a synthesised probe, where they are not the default */
  probe: Partial<ProbeTimings>;
  /** seconds from a container's start until it serves; null where that is not known */
  startupSeconds: number | null;
  /** who says so: the file, or an annotation on the one workload that these settings are for */
  startupSource: "policy" | "annotation";
  /** null where no manifest's own signs are added to */
  injectedReadinessGates: InjectedGates | null;
  /** nodes that a DaemonSet runs on; null where that is not known */
  nodes: number | null;
  /** the cluster's version such as "1.34" or "1.35.2"; null for any that is known (kubernetes-version.ts) */
  kubernetes: string | null;
  /** globs; an empty include means every path. Test data and documentation are left out where the file states neither */
  paths: { include: string[]; exclude: string[] };
  /** how charts are rendered; a chart that is not named is rendered as the repository's files tell */
  render: RenderSetting[];
  waivers: Waiver[];
  /** faults of the file that this was read from; the review runs on defaults and carries them as a notice */
  problems: Problem[];
}

/** Where the policy stands in a repository. */
export const POLICY_PATH = ".github/surefoot.yml";

/**
 * Files that tests read and nobody applies, by the folders and endings that say so. A folder `test` or `e2e` may be an
 * environment, and `examples` are applied by their readers; what lies in `test/e2e` goes to a cluster that lives for one run.
 * Suites `conformance` and `e2e` and documentation are at the root: an app further down may be called `docs`. The source sets of
 * Maven and Gradle for tests are known by their folder `resources`, as `src/test` alone may be an environment too. Words such
 * as `baseline` or `valid` are an app's as well, below an environment `test` too: what a linter is tried with is known by its
 * neighbours instead (render/pass-and-fail.ts).
 */
const TEST_DATA_AND_DOCUMENTATION = [
  "**/{testdata,test-data,test_data,fixtures,__fixtures__,__snapshot__,__snapshots__,tests}/**",
  "**/{testfiles,test-files,test_files,testresources,test-resources,test_resources}/**",
  // A second folder of test data, and what a test compares beside one of another name.
  "**/{testdata,test-data,test_data,fixtures}[0-9]/**",
  "**/{testdata,test-data,test_data,fixtures}[_-][0-9]/**",
  "**/{testdata,test-data,test_data}[_-]*/**/*[_-]expected/**",
  // Such as patchtestdata; what is called latestdata is an app's.
  "**/*[!a]testdata/**",
  "**/{testfixtures,*[_.-]fixtures}/**",
  "**/test/{e2e,integration,conformance}/**",
  "e2e/**",
  "**/src/{test,testFixtures,integration,integrationTest,it}/resources/**",
  "conformance/**",
  "{doc,docs}/**",
  "**/*.golden.{yaml,yml,json}",
];

export const DEFAULT_POLICY: Policy = {
  block: "regressions",
  onError: "failure",
  comments: "all",
  rules: {},
  requirePreStop: false,
  worstCase: null,
  probe: {},
  startupSeconds: null,
  startupSource: "policy",
  injectedReadinessGates: null,
  nodes: null,
  kubernetes: null,
  paths: { include: [], exclude: TEST_DATA_AND_DOCUMENTATION },
  render: [],
  waivers: [],
  problems: [],
};
