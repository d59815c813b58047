import type { Repository } from "../state/model.js";
import { fullName } from "../state/repositories.js";
import type { World } from "../state/world.js";
import { presentAccount } from "./account.js";
import { repositoryApi, repositoryPage } from "./urls.js";

// The addresses in GitHub's order; each key is the last part with `_url` behind it, unless a second word names it.
const ADDRESSES =
  `forks keys{/key_id} collaborators{/collaborator} teams hooks issues/events{/number}:issue_events
events assignees{/user} branches{/branch} tags git/blobs{/sha}:blobs git/tags{/sha}:git_tags
git/refs{/sha}:git_refs git/trees{/sha}:trees statuses/{sha} languages stargazers contributors subscribers
subscription commits{/sha} git/commits{/sha}:git_commits comments{/number} issues/comments{/number}:issue_comment
contents/{+path} compare/{base}...{head} merges {archive_format}{/ref}:archive downloads issues{/number}
pulls{/number} milestones{/number} notifications{?since,all,participating} labels{/name} releases{/id} deployments`
    .split(/\s+/)
    .map((address) => {
      const [path, name] = address.split(":") as [string, string?];
      return { path, key: `${name ?? path.match(/^\w+/)?.[0]}_url` };
    });

/** A repository as REST and webhooks show it: `repository`. */
export function presentRepository(world: World, repository: Repository): Record<string, unknown> {
  const { id, nodeId, owner, name, description, isPrivate, parent, createdAt, pushedAt } = repository;
  const url = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const openIssues = repository.pulls.filter(({ state }) => state === "open").length;
  const forks = world.repositories.filter((each) => each.parent === repository).length;
  return {
    id,
    node_id: nodeId,
    name,
    full_name: fullName(repository),
    private: isPrivate,
    owner: presentAccount(world, owner),
    html_url: page,
    description: description || null,
    fork: parent !== null,
    url,
    ...Object.fromEntries(ADDRESSES.map(({ path, key }) => [key, `${url}/${path}`])),
    created_at: createdAt,
    updated_at: pushedAt,
    pushed_at: pushedAt,
    git_url: page.replace(/^https?/, "git").concat(".git"),
    ssh_url: `git@sandbox.invalid:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    ...{ size: 1, stargazers_count: 0, watchers_count: 0, watchers: 0, language: null, mirror_url: null },
    ...{ has_issues: true, has_projects: false, has_downloads: true, has_wiki: false, has_pages: false },
    ...{ has_discussions: false, has_pull_requests: true, archived: false, disabled: false },
    ...{ forks_count: forks, forks, open_issues_count: openIssues, open_issues: openIssues },
    ...{ license: null, allow_forking: true, is_template: false, web_commit_signoff_required: false },
    ...{ topics: [], visibility: isPrivate ? "private" : "public", default_branch: repository.defaultBranch },
  };
}
