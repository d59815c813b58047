import type { Problem } from "../../manifest/problem.js";
import type { Finding, Fix } from "../../review/findings/finding.js";
import type { PlannedComment, ReviewPlan, SetReport, WorkloadReport } from "../../review/review-plan.js";
import type { Together } from "../../review/together/together.js";
import type { Coverage, RolloutAnalysis } from "../../rollout/rollout-analysis.js";
import type { WorstTogether } from "../../rollout/worst-together.js";
import type { ReviewJson } from "./review-schema.js";

type WorkloadJson = ReviewJson["workloads"][number];
type FindingJson = ReviewJson["findings"][number];

/**
 * A plan as the published JSON. Written out key by key, so that nothing joins the contract by accident; the types hold it
 * to the published schema, a key more or less included.
 */
export function formatJson(plan: ReviewPlan): string {
  const document: ReviewJson = {
    schema: "surefoot.review/v1",
    base: plan.base,
    head: plan.head,
    conclusion: plan.conclusion,
    title: plan.title,
    workloads: plan.workloads.map(workload),
    together: plan.together.map(together),
    findings: plan.findings.map(finding),
    comments: plan.comments.map(comment),
    problems: plan.problems.map(problem),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function workload(report: WorkloadReport): WorkloadJson {
  return {
    id: report.id,
    ...(report.previousId === undefined ? {} : { previousId: report.previousId }),
    kind: report.kind,
    apiVersion: report.apiVersion,
    namespace: report.namespace,
    name: report.name,
    path: report.path,
    line: report.line,
    change: report.change,
    rollsPods: report.rollsPods,
    before: report.before && analysis(report.before),
    after: report.after && analysis(report.after),
    ...(report.sets === undefined ? {} : { sets: report.sets.map(set) }),
  };
}

function set({ name, replicas, worstCase }: SetReport): NonNullable<WorkloadJson["sets"]>[number] {
  return { name, replicas: replicasOf({ replicas }), worstCase };
}

function replicasOf({
  replicas,
}: Pick<RolloutAnalysis, "replicas">): NonNullable<WorkloadJson["after"]>["replicas"] {
  return replicas && { min: replicas.min, max: replicas.max, source: replicas.source };
}

function analysis(rollout: RolloutAnalysis): NonNullable<WorkloadJson["after"]> {
  const { coverage } = rollout;
  return {
    replicas: replicasOf(rollout),
    strategy: rollout.strategy,
    maxSurge: rollout.maxSurge,
    maxUnavailable: rollout.maxUnavailable,
    minReadySeconds: rollout.minReadySeconds,
    budget: rollout.budget,
    worstCase: rollout.worstCase,
    worstShare: rollout.worstShare,
    atReplicas: rollout.atReplicas,
    gated: rollout.gated,
    serving: rollout.serving,
    coverage: {
      gate: covered(coverage.gate),
      readiness: covered(coverage.readiness),
      liveness: covered(coverage.liveness),
      startup: covered(coverage.startup),
    },
    worstCaseBy:
      rollout.worstCaseBy?.map(({ versions, worstCase }) => ({ versions: [...versions], worstCase })) ?? null,
    budgetBy: rollout.budgetBy?.map(({ versions, budget }) => ({ versions: [...versions], budget })) ?? null,
    guaranteed: rollout.guaranteed,
    unknownListeners: rollout.unknownListeners.map(({ service, port, containers, gated }) => ({
      service,
      port,
      containers: [...containers],
      gated,
    })),
    datagrams: [...rollout.datagrams],
  };
}

function covered({ covered, total }: Coverage): Coverage {
  return { covered, total };
}

function together(one: Together): ReviewJson["together"][number] {
  return {
    kind: one.kind,
    namespace: one.namespace,
    name: one.name,
    path: one.path,
    line: one.line,
    workloads: one.workloads.map(({ id }) => id),
    before: one.before && loss(one.before),
    after: one.after && loss(one.after),
    evictable: one.evictable,
  };
}

function loss({ maxShare, maxPods }: WorstTogether) {
  return { worstCase: maxShare.worstCase, atReplicas: maxShare.replicas, mostPods: maxPods };
}

function finding(one: Finding): FindingJson {
  return {
    id: one.id,
    rule: one.rule,
    severity: one.severity,
    state: one.state,
    workload: one.workload,
    ...(one.object === undefined ? {} : { object: one.object }),
    container: one.container,
    path: one.path,
    line: one.line,
    endLine: one.endLine,
    message: one.message,
    waived: one.waived && { reason: one.waived.reason, until: one.waived.until },
    fix: one.fix && fix(one.fix),
    compared: one.compared,
  };
}

function fix({ origin, confidence, text, edits, reason }: Fix): NonNullable<FindingJson["fix"]> {
  return {
    origin,
    confidence,
    text,
    edits: edits.map(({ path, startLine, endLine, replacement }) => ({
      path,
      startLine,
      endLine,
      replacement,
    })),
    reason,
  };
}

function comment(planned: PlannedComment): ReviewJson["comments"][number] {
  const { path, startLine, line, side, body, suggestion } = planned;
  return { path, ...(startLine === undefined ? {} : { startLine }), line, side, body, suggestion };
}

function problem({ code, path, line, column, message }: Problem): ReviewJson["problems"][number] {
  return { code, path, line, column, message };
}
