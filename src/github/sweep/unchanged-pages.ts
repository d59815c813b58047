/**
 * Lists that are read every few minutes and seldom change. GitHub answers 304 for a page that is as it was, which costs
 * nothing of the limit. https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
import type { GitHubClient } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { KeptPage, SweepNotes } from "../memory/sweep-notes.js";

interface Listing {
  /** tells lists of the same address apart: one token sees another list than another */
  owner: string;
  /** such as `/installation/repositories?per_page=100` */
  path: string;
  /** words for a failure: what is being done */
  doing: string;
  /** Takes out of a page's answer what is kept of it: less than GitHub gives. */
  keep(data: unknown): unknown[];
}

/** Reads a list page by page. */
export async function* unchangedPages<Item>(
  octokit: GitHubClient,
  { owner, path, doing, keep }: Listing,
  notes: SweepNotes,
): AsyncGenerator<Item[]> {
  const kept = await notes.pages(owner);
  for (let url: string | null = path; url !== null; ) {
    const before = kept.get(url);
    const page: KeptPage = (await askForPage(octokit, url, doing, { before, keep })) ?? before!;
    if (page !== before) await notes.notePage(owner, url, page);
    yield page.items as Item[];
    url = page.next;
  }
}

// Null where the page is as it was.
async function askForPage(
  octokit: GitHubClient,
  url: string,
  doing: string,
  { before, keep }: Pick<Listing, "keep"> & { before: KeptPage | undefined },
): Promise<KeptPage | null> {
  try {
    const headers = before?.etag ? { "if-none-match": before.etag } : {};
    const { data, headers: told } = await askGitHub(doing, () => octokit.request(`GET ${url}`, { headers }));
    const next = /<([^>]+)>;\s*rel="next"/.exec(told.link ?? "")?.[1] ?? null;
    return { etag: told.etag ?? null, items: keep(data), next };
  } catch (error) {
    if (error instanceof GitHubFailure && error.status === 304 && before !== undefined) return null;
    throw error;
  }
}
