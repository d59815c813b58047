import { type Deployment, resolveDeployment } from "./deployment.js";
import { EventQueue } from "./event-queue.js";
import { endpointConditions } from "./pods/endpoint-conditions.js";
import { availableAt } from "./pods/pod-available.js";
import { type PodMilestones, podMilestones } from "./pods/pod-milestones.js";
import { POD_STATES, type PodState, type SimulatedPod, SimulatedPods } from "./pods/simulated-pods.js";
import { terminationSeconds } from "./pods/termination.js";
import type { ReplicaSet, ReplicaSets } from "./replica-set.js";
import { manageReplicas } from "./replica-set-controller.js";
import type { PodCourse, RolloutScenario } from "./scenario.js";
import { syncDeployment } from "./sync-deployment.js";
import { milliseconds, seconds } from "./time.js";
import {
  lowestServing,
  type PodCounts,
  type RolloutTimeline,
  recoveredAt,
  type TimelinePoint,
} from "./timeline.js";

type RolloutEvent =
  | { kind: PodState; pods: SimulatedPods; pod: SimulatedPod }
  | { kind: "gone"; pods: SimulatedPods }
  | { kind: "resize"; replicas: number };

/** Older than any pod that a rollout creates. Milliseconds. */
const LONG_AGO = -(2 ** 45);

/** One rollout on its way, with its clock in milliseconds. */
export class RolloutRun {
  readonly #scenario: RolloutScenario;
  readonly #queue = new EventQueue<RolloutEvent>();
  readonly #old = new SimulatedPods();
  readonly #new = new SimulatedPods();
  readonly #milestones = new Map<PodCourse, PodMilestones>();
  readonly #points: TimelinePoint[] = [];
  readonly #terminating: number;
  readonly #endpointLag: number;
  #deployment: Deployment;
  #replicaSets: ReplicaSets;
  #created = 0;
  #completeAt: number | null = null;

  constructor(scenario: RolloutScenario) {
    this.#scenario = scenario;
    this.#terminating = scenario.termination ? milliseconds(terminationSeconds(scenario.termination)) : 0;
    this.#endpointLag = milliseconds(scenario.endpointLagSeconds ?? 0);
    this.#deployment = this.#resolve(scenario.replicas);
    this.#replicaSets = { newReplicaSet: null, oldReplicaSets: [this.#settledReplicaSet()] };
    // The last of several resizes at one time stands.
    const resizes = new Map(
      (scenario.resizes ?? []).map((one) => [milliseconds(one.atSeconds), one.replicas]),
    );
    for (const [at, replicas] of resizes) this.#queue.add(at, { kind: "resize", replicas });
  }

  run(): RolloutTimeline {
    for (let now = 0; now !== Number.POSITIVE_INFINITY; now = this.#queue.nextTime) {
      const heeded = this.#happen(now);
      if (heeded || now === 0) this.#settle(now);
      this.#record(now);
    }
    return {
      points: this.#points,
      completeSeconds: this.#completeAt === null ? null : seconds(this.#completeAt),
      recoveredSeconds: recoveredAt(this.#points, this.#deployment.replicas),
      lowest: lowestServing(this.#points),
    };
  }

  #settledReplicaSet(): ReplicaSet {
    const { replicas, maxSurge } = this.#deployment;
    for (let index = 0; index < replicas; index++) {
      const pod = this.#old.create(LONG_AGO, { scheduledAt: 0, runningAt: 0 });
      for (const state of POD_STATES) this.#old.reach(pod, state, LONG_AGO);
    }
    const annotations = { desiredReplicas: replicas, maxReplicas: replicas + maxSurge };
    return { replicas, availableReplicas: replicas, ...annotations };
  }

  #resolve(replicas: number): Deployment {
    const deployment = resolveDeployment(this.#scenario.strategy, replicas);
    if ("error" in deployment) throw new Error(`a checked strategy cannot be resolved: ${deployment.error}`);
    return deployment;
  }

  /** Does everything whose time has come; tells whether it was anything that a controller acts upon. */
  #happen(now: number): boolean {
    let heeded = false;
    while (this.#queue.nextTime <= now) {
      const event = this.#queue.take() as RolloutEvent;
      if (event.kind === "resize") this.#deployment = this.#resolve(event.replicas);
      else if (event.kind === "gone") event.pods.remove();
      else event.pods.reach(event.pod, event.kind, now);
      // Ready decides which pod goes first and serving decides nothing: no controller moves for either alone.
      heeded ||= event.kind !== "ready" && event.kind !== "serving";
    }
    return heeded;
  }

  /** The controllers in turn, until none has anything left to do at this moment. */
  #settle(now: number): void {
    for (;;) {
      const synced = this.#sync();
      const removed = this.#manageOld(now);
      const added = this.#manageNew(now);
      if (!this.#happen(now) && !synced && !removed && !added) return;
    }
  }

  #sync(): boolean {
    const observed = this.#observe();
    const [old, fresh] = [this.#old.counts, this.#new.counts];
    const written = syncDeployment(this.#deployment, observed, {
      statusReplicas: old.pods + fresh.pods,
      oldPodsRunning: old.pods + old.terminating > 0,
    });
    this.#replicaSets = written;
    return (
      written.newReplicaSet !== observed.newReplicaSet ||
      written.oldReplicaSets[0] !== observed.oldReplicaSets[0]
    );
  }

  /** The ReplicaSets with the statuses that their controllers would write now. */
  #observe(): ReplicaSets {
    const { newReplicaSet, oldReplicaSets } = this.#replicaSets;
    return {
      newReplicaSet: newReplicaSet && withStatus(newReplicaSet, this.#new.counts),
      oldReplicaSets: [withStatus(oldReplicaSets[0] as ReplicaSet, this.#old.counts)],
    };
  }

  #manageOld(now: number): boolean {
    const { oldPods, newPods } = this.#scenario;
    const { replicas } = this.#replicaSets.oldReplicaSets[0] as ReplicaSet;
    return this.#manage(this.#old, replicas, now, () => oldPods ?? (newPods[0] as PodCourse));
  }

  #manageNew(now: number): boolean {
    const { newPods } = this.#scenario;
    const replicas = this.#replicaSets.newReplicaSet?.replicas ?? 0;
    return this.#manage(this.#new, replicas, now, () => {
      const course = newPods[Math.min(this.#created, newPods.length - 1)] as PodCourse;
      this.#created += 1;
      return course;
    });
  }

  /** The ReplicaSet controller's turn for one ReplicaSet. */
  #manage(pods: SimulatedPods, replicas: number, now: number, nextCourse: () => PodCourse): boolean {
    const missing = manageReplicas(replicas, pods.counts.pods);
    for (let index = 0; index < missing; index++) this.#create(pods, now, this.#milestonesOf(nextCourse()));
    if (missing < 0) this.#delete(pods, -missing, now);
    return missing !== 0;
  }

  #create(pods: SimulatedPods, now: number, milestones: PodMilestones): void {
    const pod = pods.create(now, milestones);
    const { runningAt, readyAt, servesAt } = milestones;
    if (readyAt !== null) {
      this.#queue.add(now + readyAt, { kind: "ready", pods, pod });
      const available = availableAt(now + readyAt, this.#scenario.minReadySeconds);
      this.#queue.add(available, { kind: "available", pods, pod });
    }
    const waits = !endpointConditions(false, false, this.#scenario.publishNotReadyAddresses ?? false).ready;
    const routedAt = waits ? readyAt : runningAt;
    if (routedAt === null || servesAt === null) return;
    const serving = now + Math.max(routedAt + this.#endpointLag, servesAt);
    this.#queue.add(serving, { kind: "serving", pods, pod });
  }

  #delete(pods: SimulatedPods, count: number, now: number): void {
    for (let left = pods.delete(count, now).length; left > 0; left--)
      this.#queue.add(now + this.#terminating, { kind: "gone", pods });
  }

  #milestonesOf(course: PodCourse): PodMilestones {
    const known = this.#milestones.get(course) ?? podMilestones(course);
    this.#milestones.set(course, known);
    return known;
  }

  #record(now: number): void {
    const [old, fresh] = [this.#old.counts, this.#new.counts];
    const { replicas } = this.#deployment;
    const complete =
      this.#replicaSets.newReplicaSet?.replicas === replicas && old.pods === 0 && fresh.available >= replicas;
    // DeploymentComplete in deployment_util.go; a resize can end it again.
    this.#completeAt = complete ? (this.#completeAt ?? now) : null;
    const last = this.#points.at(-1);
    if (last !== undefined && sameCounts(last.old, old) && sameCounts(last.new, fresh)) return;
    this.#points.push({ seconds: seconds(now), old: { ...old }, new: { ...fresh } });
  }
}

function withStatus(replicaSet: ReplicaSet, { available }: PodCounts): ReplicaSet {
  const { replicas, availableReplicas, desiredReplicas, maxReplicas } = replicaSet;
  // Written out, as spreading takes a tenth of the time of a whole rollout.
  return availableReplicas === available
    ? replicaSet
    : { replicas, availableReplicas: available, desiredReplicas, maxReplicas };
}

function sameCounts(left: PodCounts, right: PodCounts): boolean {
  return (
    left.pods === right.pods &&
    left.ready === right.ready &&
    left.available === right.available &&
    left.serving === right.serving &&
    left.terminating === right.terminating
  );
}
