/** Hooks that the policy asks for, and the time that a pod needs for them: one edit for all containers of a pod. */
import type { Judgement, RuleVerdict } from "../../../judge/judge-workload.js";
import type { JsonObject } from "../../../manifest/json-value.js";
import { kubernetesMinors } from "../../../policy/kubernetes-version.js";
import type { Policy } from "../../../policy/policy.js";
import { graceOf } from "../../../rules/common/grace-period.js";
import { preStopOf, secondsOf } from "../../../rules/common/pre-stop.js";
import { NO_PRE_STOP, SLEEP_SINCE, TOO_LONG } from "../../../rules/graceful-termination.js";
import type { Neighbours } from "../../../workload/neighbours.js";
import { inPodTemplate } from "../../../workload/pod-template.js";
import { hasSleep, isOfWindows } from "../../../workload/servers/has-sleep.js";
import { serverOf } from "../../../workload/servers/known-servers.js";
import { type Container, runningContainers } from "../../../workload/workload.js";
import type { AdviceReason, Fix } from "../../findings/finding.js";
import type { Addition, EditRoom } from "./additions-edit.js";
import { additionFix, entryText, madeOf, provenEdits } from "./proven-additions.js";

/** How long a hook sleeps, in seconds: proxies of nodes and most load balancers have heard of a pod's end by then. */
const HOOK_SECONDS = 10;

/** core/v1: DefaultTerminationGracePeriodSeconds, what an app gets for its own end. */
const USUAL_SECONDS = 30;

/** Returns a fix for each container without a hook that the policy asks for, and for each hook that takes all the time. */
export function preStopFixes(
  judgement: Judgement,
  neighbours: Neighbours,
  room: EditRoom,
): Map<RuleVerdict, Fix> {
  const ofRule = judgement.verdicts.filter(({ rule }) => rule === "graceful-termination");
  const missing = ofRule.filter(({ subject, container }) => subject === NO_PRE_STOP && container !== null);
  const tooLong = ofRule.filter(({ subject }) => subject === TOO_LONG);
  return new Map([
    ...(missing.length > 0 ? hookFixes(missing, judgement, neighbours, room) : []),
    ...(tooLong.length > 0 ? graceFixes(tooLong, judgement, neighbours, room) : []),
  ]);
}

/** How a container sleeps, and why that is words alone. */
interface Hook {
  verdict: RuleVerdict;
  container: Container;
  preStop: JsonObject;
  reason: AdviceReason | null;
}

function hookFixes(
  verdicts: readonly RuleVerdict[],
  judgement: Judgement,
  neighbours: Neighbours,
  room: EditRoom,
): [RuleVerdict, Fix][] {
  const { workload, policy } = judgement;
  const hooks = verdicts.map((verdict) => hookFor(verdict, judgement));
  const grace = graceOf(workload);
  if (grace === null) return hooks.map((hook) => [hook.verdict, hookFix(hook, [], "not-proven", null)]);
  // The hooks of a pod run beside one another.
  const more = Math.max(0, HOOK_SECONDS - longestHook(judgement));
  const raised = grace + more;
  const sum = `${raised}: the ${grace} s that the pod has to end today + ${more} s for the hook.`;
  const wordsFor = (reason: AdviceReason | null) => {
    if (more === 0) return null;
    return reason === null
      ? `terminationGracePeriodSeconds becomes ${sum}`
      : `With a hook terminationGracePeriodSeconds should become ${sum}`;
  };
  const trusted = hooks.filter(({ reason }) => reason === null);
  const additions = [
    ...trusted.map(({ container, preStop }) => ({
      ...{ path: [...container.path, "lifecycle"], name: "preStop", value: preStop },
      behind: ["lifecycle", "readinessProbe", "livenessProbe", "resources", "image", "name"],
    })),
    ...(more === 0 ? [] : [graceAddition(judgement, raised)]),
  ];
  const made =
    trusted.length > 0
      ? provenEdits(
          trusted.map(({ verdict }) => verdict),
          additions,
          judgement,
          neighbours,
          room,
        )
      : null;
  return hooks.map((hook): [RuleVerdict, Fix] => {
    const reason = hook.reason ?? (made !== null && "reason" in made ? made.reason : null);
    const edits = made !== null && "edits" in made ? made.edits : [];
    const isOfMore = trusted.length > 1 && reason === null;
    const others = isOfMore ? `The edit gives ${trusted.length} containers a hook.` : null;
    const atStop = serverOf(hook.container, workload.podSpec)?.atStop;
    const told = [atStop, wordsFor(reason), others, madeOf(judgement, reason)];
    const caution = told.filter((one) => one != null).join(" ");
    return [hook.verdict, hookFix(hook, reason === null ? edits : [], reason, caution || null)];
  });

  function hookFor(verdict: RuleVerdict, { workload }: Judgement): Hook {
    const container = verdict.container as Container;
    const hook = { verdict, container };
    if (isOfWindows(workload.podSpec)) {
      const command = ["powershell", "-Command", `Start-Sleep -Seconds ${HOOK_SECONDS}`];
      return { ...hook, preStop: { exec: { command } }, reason: "windows-pod" };
    }
    if (hasSleepAction(policy))
      return { ...hook, preStop: { sleep: { seconds: HOOK_SECONDS } }, reason: null };
    const preStop = { exec: { command: ["sleep", String(HOOK_SECONDS)] } };
    return { ...hook, preStop, reason: hasSleep(container) ? null : "no-sleep-known" };
  }
}

function hasSleepAction(policy: Policy): boolean {
  return kubernetesMinors(policy).every((minor) => minor >= SLEEP_SINCE);
}

function hookFix(
  { preStop }: Hook,
  edits: Fix["edits"],
  reason: AdviceReason | null,
  caution: string | null,
): Fix {
  return additionFix("pre-stop", entryText("lifecycle", { preStop }), edits, reason, caution);
}

function graceFixes(
  verdicts: readonly RuleVerdict[],
  judgement: Judgement,
  neighbours: Neighbours,
  room: EditRoom,
): [RuleVerdict, Fix][] {
  const longest = longestHook(judgement);
  // A hook that never ends leaves no time, however much there is.
  if (!Number.isFinite(longest)) return [];
  const seconds = Math.ceil(longest);
  const raised = USUAL_SECONDS + seconds;
  const made = provenEdits(verdicts, [graceAddition(judgement, raised)], judgement, neighbours, room);
  const reason = "reason" in made ? made.reason : null;
  const words = `${raised} = ${USUAL_SECONDS} s for the app, Kubernetes' default, + ${seconds} s for the hook.`;
  const caution = [words, madeOf(judgement, reason)].filter((one) => one !== null).join(" ");
  const text = entryText("terminationGracePeriodSeconds", raised);
  const fix = additionFix("grace-period", text, "edits" in made ? made.edits : [], reason, caution);
  return verdicts.map((verdict) => [verdict, fix]);
}

/** Seconds; a hook that nobody can read counts for nothing. */
function longestHook({ workload }: Judgement): number {
  const seconds = runningContainers(workload).map((container) => {
    const hook = preStopOf(container);
    return (hook === null ? null : secondsOf(hook))?.ifAllSucceed ?? 0;
  });
  return Math.max(0, ...seconds);
}

function graceAddition({ workload }: Judgement, seconds: number): Addition {
  return {
    ...{
      path: inPodTemplate(workload.traits, "spec"),
      name: "terminationGracePeriodSeconds",
      value: seconds,
    },
    behind: ["serviceAccountName", "restartPolicy", "dnsPolicy", "nodeSelector", "containers"],
  };
}
