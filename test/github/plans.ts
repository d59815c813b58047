import type { PostedThread, PullRequestState } from "../../src/github/posted.js";
import type { Finding } from "../../src/review/findings/finding.js";
import type { PlannedComment, ReviewPlan } from "../../src/review/review-plan.js";
import { commentMarker, fingerprintOf } from "../../src/review/write/write-comment.js";

export const HEAD = "a".repeat(40);

export function finding(id: string, given: Partial<Finding> = {}): Finding {
  return {
    id,
    rule: "readiness-gate",
    severity: "error",
    state: "new",
    compared: true,
    workload: "k8s/web.yaml#apps/Deployment//web",
    container: "web",
    path: "k8s/web.yaml",
    line: 12,
    endLine: 14,
    message: "no probe",
    waived: null,
    fix: null,
    ...given,
  };
}

export function comment(findingId: string, given: Partial<PlannedComment> = {}): PlannedComment {
  const fingerprint = fingerprintOf(findingId);
  return {
    path: "k8s/web.yaml",
    line: 14,
    side: "RIGHT",
    body: `**Error**\n\n\`\`\`suggestion\nreadinessProbe: {}\n\`\`\`\n${commentMarker(fingerprint, HEAD)}`,
    suggestion: "readinessProbe: {}",
    findings: [findingId],
    fingerprint,
    state: "new",
    ...given,
  };
}

/** A plan that comments on these findings and tells the others in its body. */
export function plan(commented: string[], told: string[] = [], given: Partial<ReviewPlan> = {}): ReviewPlan {
  return {
    base: "b".repeat(40),
    head: HEAD,
    conclusion: "failure",
    title: "web: 3 of 3 pods can be out of service at once",
    workloads: [],
    together: [],
    findings: [...commented, ...told].map((id) => finding(id)),
    comments: commented.map((id) => comment(id)),
    spoken: [...commented, ...told],
    problems: [],
    reviewBody: "**web: 3 of 3**",
    check: { summary: "a table", annotations: [], fixable: 0, rolloutUrl: null },
    ...given,
  };
}

export function thread(findingId: string, given: Partial<PostedThread> = {}): PostedThread {
  return {
    id: `T ${findingId}`,
    commentId: `C ${findingId}`,
    path: "k8s/web.yaml",
    fingerprint: fingerprintOf(findingId),
    headSha: "c".repeat(40),
    state: "open",
    outdated: false,
    folded: false,
    replied: false,
    canResolve: true,
    ...given,
  };
}

export function posted(given: Partial<PullRequestState> = {}): PullRequestState {
  return {
    open: true,
    draft: false,
    headSha: HEAD,
    baseRef: "main",
    byBot: false,
    changedFiles: 1,
    threads: [],
    nextThreads: null,
    reviewed: [],
    told: [],
    ...given,
  };
}
