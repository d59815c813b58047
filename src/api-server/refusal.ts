/**
 * The answer of a Kubernetes version's API server to one object that a client applies, before any controller sees it.
 * Knows single objects as plain data and nothing of workloads, rules, policies or changes.
 *
 * The server works in three stages, and each has its own consequence for who applies (see the staging repository
 * apiserver, `pkg/endpoints/handlers/create.go`):
 * - "decode": a value has the wrong type. The request is refused with 400, from any client.
 * - "strict": a field is unknown, or stands twice. Refused with 400 under field validation Strict, which is kubectl's
 *   default, and by every server-side apply; dropped for clients that send Warn or Ignore.
 * - "validate": a value breaks a rule of its field after defaulting. The request is refused with 422, from any client.
 */
import type { KeyPath } from "../manifest/json-value.js";

type RefusalStage = "decode" | "strict" | "validate";

/** One reason for which an object, or a field of it, does not get into the cluster. */
export interface Refusal {
  stage: RefusalStage;
  /** keys below the object's root, as they are written; what is missing ends with the key that should be there */
  path: KeyPath;
  /** the second half of a sentence: names the field and the rule, and what is allowed; names stand in “ ” */
  message: string;
  /** the minor versions, of those asked for, that say so: 34 for Kubernetes 1.34; oldest first */
  minors: readonly number[];
  /**
   * Part of it is something that is not written, or stands elsewhere in the object: it holds for the object as a whole,
   * and not where a patch or a tool adds to it.
   */
  whole?: true;
  /** the object itself is taken, and each pod that its controller makes of it is refused */
  ofPods?: true;
}

/** As the beginning of a sentence. */
export const API_SERVER = "The API server";

/**
 * Returns who refuses an object, as the beginning of a sentence, where `refusedBy` validates its kind: the API server itself
 * reads the types and metadata of a custom resource, and its controller reads the rest.
 */
export function refuserOf({ stage, path }: Refusal, refusedBy: string): string {
  return stage === "decode" || path[0] === "metadata" ? API_SERVER : refusedBy;
}
