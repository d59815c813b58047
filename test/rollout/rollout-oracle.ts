/**
 * The worst case of a Deployment, worked out a second time for the tests: fractions of BigInts instead of
 * percentages of doubles, and counting pods one by one instead of a closed formula.
 */
export interface Limits {
  surge: number;
  unavailable: number;
}

/** maxSurge up, maxUnavailable down, and 1 unavailable where both come to nothing. */
export function limitsByHand(
  maxSurge: number | string,
  maxUnavailable: number | string,
  replicas: number,
): Limits {
  const surge = ceiling(podsAsFraction(maxSurge, replicas));
  const unavailable = floor(podsAsFraction(maxUnavailable, replicas));
  if (surge > 0n || unavailable > 0n) return { surge: Number(surge), unavailable: Number(unavailable) };
  return { surge: 0, unavailable: 1 };
}

export interface Timing {
  gated: boolean;
  startupSeconds: number | null;
  minReadySeconds: number;
}

/** Takes pods away one at a time as long as the rules let another one go without serving. */
export function worstCaseByHand(replicas: number, limits: Limits, timing: Timing): number {
  let lost = 0;
  for (let pod = 1; pod <= replicas; pod++) {
    if (canBeLost(pod, limits, timing)) lost = pod;
  }
  return lost;
}

/** Whether the pod-th pod can be out of service together with those before it. */
function canBeLost(pod: number, { surge, unavailable }: Limits, timing: Timing): boolean {
  if (pod <= unavailable) return true;
  if (timing.gated || timing.startupSeconds === 0) return false;
  if (timing.startupSeconds === null || timing.minReadySeconds === 0) return true;
  // Beyond the budget one pod goes for each new pod that counts and does not serve: in every free slot those
  // that were started 1, 2, 3 … times minReadySeconds ago, as long as that is not above the warm-up.
  let misleading = 0;
  for (let age = timing.minReadySeconds; age <= timing.startupSeconds; age += timing.minReadySeconds) {
    misleading += surge + unavailable;
  }
  return pod <= unavailable + misleading;
}

interface Fraction {
  over: bigint;
  under: bigint;
}

function podsAsFraction(value: number | string, replicas: number): Fraction {
  if (typeof value === "number") return { over: BigInt(value), under: 1n };
  return { over: BigInt(value.replace("%", "")) * BigInt(replicas), under: 100n };
}

function floor({ over, under }: Fraction): bigint {
  return (over - (over % under)) / under;
}

function ceiling(fraction: Fraction): bigint {
  const whole = floor(fraction);
  return whole * fraction.under === fraction.over ? whole : whole + 1n;
}
