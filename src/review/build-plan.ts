import type { Problem } from "../manifest/problem.js";
import { visible } from "../words/quote.js";
import { conclude, titleOf } from "./conclude.js";
import { ageOf } from "./findings/age-of.js";
import type { Finding } from "./findings/finding.js";
import { isFixable } from "./findings/is-fixable.js";
import { findingsToTell } from "./findings-to-tell.js";
import { placeComments } from "./place-comments.js";
import { isUnjudged, noticeLevel } from "./problems/notices.js";
import type { Review } from "./review.js";
import type { Annotation, ReviewPlan } from "./review-plan.js";
import { worstRolloutLink } from "./write/link-rollout.js";
import { listForCheck, writeReviewBody, writeSummary } from "./write/write-body.js";

/** GitHub takes 50 annotations in one request. */
export const MAX_ANNOTATIONS = 50;

export function buildPlan(material: Review): ReviewPlan {
  const { changeSet, policy, workloads, findings, policyFaults } = material;
  const conclusion = conclude(findings, workloads, policy, policyFaults, material.problems);
  const title = titleOf(findings, workloads, policyFaults, material.problems.filter(isUnjudged), changeSet);
  const spoken = findingsToTell(material);
  const { commented, unplaced, write } = placeComments(spoken, material);
  const problems = [...policy.problems, ...policyFaults, ...material.problems];
  const text = { ...material, problems, title, commented, unplaced };
  const checkList = listForCheck(text);
  const body = spoken.length === 0 ? null : writeReviewBody(text, checkList);
  const comments = write(body?.explained ?? new Set());
  return {
    base: changeSet.base,
    head: changeSet.head,
    conclusion,
    title,
    workloads,
    together: material.together,
    findings,
    comments,
    spoken: spoken.map(({ id }) => id),
    problems,
    reviewBody: body?.text ?? null,
    check: {
      summary: writeSummary(text, checkList, body?.listed ?? new Set()),
      annotations: annotationsOf(material),
      fixable: findings.filter(isFixable).length,
      rolloutUrl: worstRolloutLink(material),
    },
  };
}

function annotationsOf({ findings, policy, policyFaults, problems }: Review): Annotation[] {
  const notices = [...policy.problems, ...problems].flatMap((problem) => {
    const level = noticeLevel(problem);
    return level === null ? [] : [ofProblem(problem, level)];
  });
  const order = ["failure", "warning", "notice"];
  const placed = findings.filter(({ isUnplaced }) => !isUnplaced);
  return [...policyFaults.map((fault) => ofProblem(fault, "failure")), ...notices, ...placed.map(ofFinding)]
    .toSorted((left, right) => order.indexOf(left.level) - order.indexOf(right.level))
    .slice(0, MAX_ANNOTATIONS);
}

function ofFinding(finding: Finding): Annotation {
  const { path, line, endLine, severity, rule, message, state, waived } = finding;
  const counts = severity === "error" && waived === null;
  const note =
    waived !== null ? ` (waived until ${waived.until})` : state === "existing" ? ` (${ageOf(finding)})` : "";
  return {
    path,
    startLine: line,
    endLine: Math.max(line, endLine),
    level: counts ? (state === "new" ? "failure" : "warning") : "notice",
    title: `${rule}${note}`,
    message: plain(message),
  };
}

function ofProblem({ code, path, line, message }: Problem, level: Annotation["level"]): Annotation {
  return { path, startLine: line, endLine: line, level, title: code, message: plain(message) };
}

function plain(message: string): string {
  return visible(message.replace(/[“”]/g, '"'));
}
