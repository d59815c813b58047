import { POLICY_PATH } from "../../policy/policy.js";

/** Where a repository's policy is, or would be. */
export interface PolicyPlace {
  /** where the repository is seen in a browser */
  repositoryUrl: string;
  defaultBranch: string;
  /** whether the default branch has a policy of its own */
  exists: boolean;
}

/**
 * GitHub's page on which the policy of the default branch is edited. Where there is none that page does not exist, but
 * one for a new file, which takes name and text from the address.
 */
export function policyPage({ repositoryUrl, defaultBranch, exists }: PolicyPlace, text: string): string {
  const branch = defaultBranch.split("/").map(encoded).join("/");
  return exists
    ? `${repositoryUrl}/edit/${branch}/${POLICY_PATH}`
    : `${repositoryUrl}/new/${branch}?filename=${POLICY_PATH}&value=${encoded(`${text}\n`)}`;
}

// A bracket would end the link.
function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll("(", "%28").replaceAll(")", "%29");
}
