import { type Allowance, unbounded } from "../manifest/allowance.js";

/** What one review takes on. What is beyond is told as not judged. */
export interface ReviewLimits {
  /** for each side of the change */
  reading: Readonly<Allowance>;
  /** workloads that are compared with their base */
  workloads: number;
}

/** For who has the time and the memory. */
export const NO_LIMITS: ReviewLimits = { reading: unbounded(), workloads: Number.POSITIVE_INFINITY };
