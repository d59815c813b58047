import type { PullRequestView } from "../../sandbox/web/pull-request-view.js";

const SCRIPT = "globalThis.hacked = true; alert(1)";

/** Text that would run wherever it is taken for markup, an attribute, an address or a style. */
export const HOSTILE = `"><img src=x onerror="${SCRIPT}"><script>${SCRIPT}</script>'<svg/onload="${SCRIPT}">\u202e`;

/** The same in everything that Markdown can hold. */
export const HOSTILE_MARKDOWN = `${HOSTILE}

[a](javascript:${encodeURIComponent(SCRIPT)}) [b](<data:text/html,<script>${SCRIPT}</script>>) ![c](https://elsewhere.example/x.png)

<a href="java&#10;script:${SCRIPT}">d</a> <details open ontoggle="${SCRIPT}"><summary>e</summary></details>
<form action="/x"><button accesskey="a" formaction="javascript:${SCRIPT}">f</button></form>
<iframe srcdoc="<script>parent.hacked = true</script>"></iframe><style>* { display: none }</style>
<math><mtext><table><mglyph><style><img src=x onerror="${SCRIPT}"></style></mglyph></table></mtext></math>
<meta http-equiv="refresh" content="0;url=https://elsewhere.example/"><base href="https://elsewhere.example/">
<div id="main">g</div><div id="notice" hidden>h</div>

\`\`\`suggestion
${HOSTILE}
\`\`\`

\`\`\`${HOSTILE.replaceAll("`", "")}
x
\`\`\`
`;

/** Every text of a view replaced by a hostile one; names that are part of an address stay. */
export function hostileView(view: PullRequestView): PullRequestView {
  const path = `k8s/${HOSTILE}.yaml`;
  return {
    ...view,
    ...{ title: HOSTILE, body: HOSTILE_MARKDOWN, author: `${HOSTILE}[bot]` },
    base: { ref: HOSTILE, sha: HOSTILE },
    head: { ref: HOSTILE, sha: HOSTILE, fullName: HOSTILE },
    commits: [{ sha: HOSTILE, message: HOSTILE, author: HOSTILE }],
    checks: view.checks.map((check) => ({
      ...check,
      ...{ name: HOSTILE, app: HOSTILE, conclusion: HOSTILE, title: HOSTILE, summary: HOSTILE_MARKDOWN },
      annotations: [{ path, startLine: 1, endLine: 2, level: HOSTILE, title: HOSTILE, message: HOSTILE }],
      actions: [{ label: HOSTILE, description: HOSTILE, identifier: HOSTILE }],
    })),
    files: [
      {
        ...{ path, previousPath: `${path}.old`, status: "renamed", additions: 2, deletions: 1 },
        patch: `@@ -1,2 +1,3 @@ ${HOSTILE}\n ${HOSTILE}\n--- a/${HOSTILE}\n+++ b/${HOSTILE}\n+${HOSTILE} x\n\\ No newline at end of file`,
      },
    ],
    reviews: [{ id: 1, author: HOSTILE, body: HOSTILE_MARKDOWN, submittedAt: HOSTILE }],
    threads: [false, true].map((isResolved) => ({
      ...{ id: `${HOSTILE}${isResolved}`, path, line: 2, startLine: null, side: "RIGHT" as const },
      ...{ isResolved, isOutdated: isResolved },
      original: { line: 1, startLine: null, diffHunk: `@@ -1 +1 @@ ${HOSTILE}\n+${HOSTILE}` },
      comments: [false, true].map((isMinimized) => ({
        ...{ id: 1 + Number(isResolved) * 2 + Number(isMinimized), author: HOSTILE, body: HOSTILE_MARKDOWN },
        ...{ isMinimized, minimizedReason: isMinimized ? HOSTILE : null, committable: !isResolved },
      })),
    })),
    comments: [null, HOSTILE].map((minimizedReason, index) => ({
      ...{ id: 90 + index, author: HOSTILE, body: HOSTILE_MARKDOWN, createdAt: HOSTILE, minimizedReason },
      reactions: [{ content: HOSTILE, by: [HOSTILE] }],
    })),
    merge: { allowed: false, reason: HOSTILE },
  };
}
