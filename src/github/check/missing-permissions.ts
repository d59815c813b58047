/** Permissions that the App asks for and was not granted: a sentence says what each costs, and none fails a review. */
import { allows, type Permissions } from "../client/permissions.js";

/** Permissions without which something is left out, with what that is. */
const COSTS = {
  "pull_requests: write": "there are no comments, no suggestions and no answers to commands",
  "checks: write": "there is no check run",
  "contents: write": "no button commits the fixes, and a thread that is settled is folded, not resolved",
  "issues: read": "commands in comments do not arrive",
  "merge_queues: read": "a merge queue gets no verdict",
} as const;

export type MissingPermission = keyof typeof COSTS;

/** Permissions without which nothing can be reviewed where a repository is private. */
const NEEDED = {
  "contents: read": "cannot read the manifests",
  "pull_requests: read": "cannot read the pull request",
} as const;

/** Hidden in a check's summary that tells of a missing permission, so that it is renewed once that is granted. */
export const MISSING_MARKER = "<!-- surefoot:missing-permission -->";

/** Returns the missing permissions that would be of use; writing contents is only where there is something to fix. */
export function missingPermissions(granted: Permissions, hasFixes: boolean): MissingPermission[] {
  return (Object.keys(COSTS) as MissingPermission[]).filter(
    (name) => !isGranted(granted, name) && (name !== "contents: write" || hasFixes),
  );
}

/** One sentence of Markdown for all that is missing; null where nothing is. */
export function missingSentence(missing: readonly MissingPermission[]): string | null {
  if (missing.length === 0) return null;
  const parts = missing.map((name) => `\`${name}\`, so ${COSTS[name]}`);
  return `Not granted to this App: ${parts.join("; ")}.`;
}

/** A check's summary, with the sentence for what is missing where something is. */
export function withMissing(summary: string, missing: readonly MissingPermission[]): string {
  const sentence = missingSentence(missing);
  return sentence === null ? summary : `${summary}\n\n${sentence}\n\n${MISSING_MARKER}`;
}

/** Why a review could not even begin, as a sentence of Markdown; null where the permissions are not the reason. */
export function unreadableSentence(granted: Permissions): string | null {
  const missing = (Object.keys(NEEDED) as (keyof typeof NEEDED)[]).filter(
    (name) => !isGranted(granted, name),
  );
  if (missing.length === 0) return null;
  const parts = missing.map((name) => `\`${name}\`, so it ${NEEDED[name]}`);
  return `Not granted to this App: ${parts.join("; ")}, and nothing was reviewed.`;
}

function isGranted(granted: Permissions, name: string): boolean {
  const [permission, access] = name.split(": ") as [string, "read" | "write"];
  return allows(granted, permission, access);
}
