import type { AuditDraw, DrawnFinding, DrawnSilence } from "./draw-audit.js";

/** The draw in Markdown: what was said of each item, and the commands of git that show what it was said of. */
export function printAudit({ seed, findings, silences, clicks }: AuditDraw): string {
  return [
    `# Findings: ${findings.length}, seed ${seed}`,
    ...findings.map((one, index) => findingItem(`F${index + 1}`, one)),
    `# Silences: ${silences.length}, seed ${seed}`,
    ...silences.map((one, index) => silenceItem(`S${index + 1}`, one)),
    `# Probes at one click: ${clicks.length}, seed ${seed}`,
    ...clicks.map((one, index) => findingItem(`C${index + 1}`, one)),
  ]
    .map((part) => `${part}\n`)
    .join("\n");
}

function findingItem(name: string, drawn: DrawnFinding): string {
  const { finding, plan, told } = drawn;
  const { rule, severity, state, path, line, container, message, fix } = finding;
  const workload = plan.workloads.find(({ id }) => id === finding.workload);
  const change = `${workload?.change ?? "no workload"}${workload?.rollsPods ? ", its pods roll" : ""}`;
  const lines = [
    `## ${name} ${rule}, ${severity}, ${state}: ${told}`,
    `${place(drawn, path, line)}, ${finding.workload ?? "-"} (${change}), container ${container ?? "-"}`,
    "",
    message.replace(/^/gm, "> "),
    "",
  ];
  if (fix !== null) {
    lines.push(`${fix.confidence} from ${fix.origin}${fix.reason === null ? "" : `: ${fix.reason}`}`);
    if (fix.text !== "") lines.push("", fix.text.replace(/^/gm, "    "), "");
    if (fix.caution !== null) lines.push(`Caution: ${fix.caution}`);
  }
  return [...lines, "", ...commands(drawn, path)].join("\n").replace(/\n{3,}/g, "\n\n");
}

function silenceItem(name: string, drawn: DrawnSilence): string {
  const { workload, sign, plan } = drawn;
  const { after, path } = workload;
  const numbers = {
    serving: after?.serving,
    gated: after?.gated,
    replicas: after?.replicas,
    worstCase: after?.worstCase,
    coverage: after?.coverage.gate,
  };
  const problems = plan.problems.filter((problem) => problem.path === path);
  return [
    `## ${name} ${workload.kind} ${workload.name ?? "-"}, ${workload.change}: ${sign}`,
    `${place(drawn, path, workload.line)}, ${workload.id}`,
    "",
    `> ${plan.conclusion}: ${plan.title}`,
    "",
    JSON.stringify(numbers),
    ...problems.map(({ code, line, message }) => `Problem ${code} at line ${line}: ${message}`),
    "",
    ...commands(drawn, path),
  ].join("\n");
}

function place({ repo, sha }: { repo: string; sha: string }, path: string, line: number): string {
  return `${repo}@${sha.slice(0, 12)} ${path}:${line}`;
}

function commands({ gitDir, sha }: { gitDir: string; sha: string }, path: string): string[] {
  const git = `    git -C ${quoted(gitDir)}`;
  const folder = path.includes("/") ? ` ${quoted(path.slice(0, path.lastIndexOf("/") + 1))}` : "";
  return [
    `${git} show ${quoted(`${sha}:${path}`)}`,
    `${git} diff ${sha}^1 ${sha} -- ${quoted(path)}`,
    `${git} ls-tree --name-only ${sha}${folder}`,
  ];
}

/** One word to a shell, whatever a repository calls its files. */
function quoted(word: string): string {
  return /^[\w./:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
