/**
 * The parts of an answer that GraphQL could not give: each error by its place and by what it means for the caller. An
 * answer can have errors and data at once. https://spec.graphql.org/October2021/#sec-Errors
 */

import { reasonIn } from "./refusal-reasons.js";

/** One error of an answer. */
export interface GraphqlFault {
  /** GitHub's name for the reason, such as NOT_FOUND; null where it gives none */
  type: string | null;
  /** the field, by the keys of the answer, such as `repository.object`; "" where GitHub names none */
  path: string;
  /**
   * `limit`: too many requests; `missing`: not there, or not to be seen; `forbidden`: seen, and not allowed; `passing`:
   * GitHub's own failure; `refused`: the same request will be refused again
   */
  kind: "limit" | "missing" | "forbidden" | "passing" | "refused";
  /** why, where GitHub says it in words that are known */
  reason: string | null;
}

/** An error as it stands in an answer. */
export interface GraphqlErrorNode {
  type?: unknown;
  code?: unknown;
  message?: unknown;
  path?: unknown;
  extensions?: unknown;
}

const LIMITS = ["RATE_LIMITED", "RATE_LIMIT"];
const FORBIDDEN = ["FORBIDDEN", "INSUFFICIENT_SCOPES", "UNAUTHENTICATED", "UNAUTHORIZED"];
/** The last one depends on how much GitHub has to do, not only on the query. */
const PASSING = ["INTERNAL", "SERVICE_UNAVAILABLE", "RESOURCE_LIMITS_EXCEEDED"];

/** Reads an answer's errors. */
export function readFaults(errors: readonly GraphqlErrorNode[]): GraphqlFault[] {
  return errors.map((error) => ({
    type: typeof error.type === "string" ? error.type : null,
    path: Array.isArray(error.path) ? error.path.join(".") : "",
    kind: kindOf(error),
    reason: reasonIn(error.message),
  }));
}

function kindOf({ type, code, message, extensions }: GraphqlErrorNode): GraphqlFault["kind"] {
  if (LIMITS.includes(String(type)) || code === "graphql_rate_limit") return "limit";
  if (type === undefined || type === null || type === "FORBIDDEN") {
    // The secondary limit need show in nothing but the words: https://github.com/github/docs/issues/22607
    if (/\brate limit/i.test(String(message))) return "limit";
  }
  if (type === "NOT_FOUND") return "missing";
  if (FORBIDDEN.includes(String(type))) return "forbidden";
  if (PASSING.includes(String(type))) return "passing";
  if (typeof type === "string") return "refused";
  // A time-out has no type; a document that the schema does not allow has a code, such as undefinedField.
  return isStatic(extensions) ? "refused" : "passing";
}

function isStatic(extensions: unknown): boolean {
  if (typeof extensions !== "object" || extensions === null || !("code" in extensions)) return false;
  return typeof extensions.code === "string";
}

/** Whether a fault stands at a place of the answer, or below it. */
export function isAt({ path }: Pick<GraphqlFault, "path">, place: string): boolean {
  return path === place || path.startsWith(`${place}.`);
}

/** Reasons that are told one by one. */
const MOST_REASONS = 3;

/** Every reason once, with the first place that it has: `NOT_FOUND at repository.object and FORBIDDEN at node`. */
export function faultWords(faults: readonly GraphqlFault[]): string {
  const first = new Map<string | null, string>();
  for (const { type, path } of faults) if (!first.has(type)) first.set(type, path);
  const told = [...first].slice(0, MOST_REASONS).map(([type, path]) => {
    const times = faults.filter((fault) => fault.type === type).length;
    const place = path === "" ? "" : ` at ${path}`;
    return `${type ?? "an error without a type"}${place}${times > 1 ? ` and ${times - 1} more` : ""}`;
  });
  const left = first.size - told.length;
  const why = faults.find(({ reason }) => reason !== null)?.reason;
  const further = left > 0 ? [`${left} further ${left === 1 ? "reason" : "reasons"}`] : [];
  const all = [...told, ...further].join(", ");
  return why == null ? all : `${all}: ${why}`;
}
