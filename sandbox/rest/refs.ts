/** Calls that write branches and files: what a smoke test needs to make a pull request by itself. */
import { findCommit, isAncestor, isBranchName, isObjectId } from "../git/bare-repository.js";
import { readCommit } from "../git/list-commits.js";
import { findObjects } from "../git/read-objects.js";
import { presentCommit } from "../present/commit.js";
import { presentContent } from "../present/content.js";
import { encodePath, repositoryApi } from "../present/urls.js";
import type { Repository } from "../state/model.js";
import { deleteBranch, makeCommit, pushBranch } from "../state/push.js";
import { notFound, Refusal } from "../state/refusal.js";
import type { World } from "../state/world.js";
import { type Answer, type Endpoint, type RepositoryCall, repositoryEndpoint, senderOf } from "./endpoint.js";

const WRITE_CONTENTS = ["contents", "write"] as const;

export const REF_ENDPOINTS: Endpoint[] = [
  repositoryEndpoint("GET /repos/{owner}/{repo}/git/ref/{ref}", ["contents", "read"], (call) => {
    const { world, repository } = call;
    const branch = branchNamed(call);
    const sha = repository.branches.get(branch);
    if (sha === undefined) throw notFound();
    return { status: 200, body: presentRef(world, repository, branch, sha) };
  }),
  repositoryEndpoint("POST /repos/{owner}/{repo}/git/refs", WRITE_CONTENTS, createRef),
  repositoryEndpoint("PATCH /repos/{owner}/{repo}/git/refs/{ref}", WRITE_CONTENTS, updateRef),
  repositoryEndpoint("DELETE /repos/{owner}/{repo}/git/refs/{ref}", WRITE_CONTENTS, async (call) => {
    await deleteBranch(call.world, call.repository, branchNamed(call), senderOf(call.actor));
    return { status: 204 };
  }),
  repositoryEndpoint("PUT /repos/{owner}/{repo}/contents/{path}", WRITE_CONTENTS, putContents),
];

function branchNamed({ params }: RepositoryCall): string {
  const ref = params.ref ?? "";
  if (!ref.startsWith("heads/")) throw notFound();
  return ref.slice("heads/".length);
}

function presentRef(world: World, repository: Repository, branch: string, sha: string): object {
  const api = repositoryApi(world, repository);
  return {
    ref: `refs/heads/${branch}`,
    node_id: `REF_${Buffer.from(`${repository.id}:${branch}`).toString("base64url")}`,
    url: `${api}/git/refs/heads/${encodePath(branch)}`,
    object: { sha, type: "commit", url: `${api}/git/commits/${sha}` },
  };
}

async function createRef({ world, repository, actor, body }: RepositoryCall): Promise<Answer> {
  const { ref, sha } = body as { ref: string; sha: string };
  const branch = ref.replace(/^refs\/heads\//, "");
  if (branch === ref || !(await isBranchName(repository.git, branch)))
    throw new Refusal(422, "Reference name must start with 'refs/' and have at least two slashes.");
  if (repository.branches.has(branch)) throw new Refusal(422, "Reference already exists");
  await demandCommit(repository, sha);
  await pushBranch(world, repository, branch, sha, senderOf(actor));
  return { status: 201, body: presentRef(world, repository, branch, sha) };
}

async function updateRef(call: RepositoryCall): Promise<Answer> {
  const { world, repository, actor, body } = call;
  const { sha, force = false } = body as { sha: string; force?: boolean };
  const branch = branchNamed(call);
  const before = repository.branches.get(branch);
  if (before === undefined) throw new Refusal(422, "Reference does not exist");
  await demandCommit(repository, sha);
  if (!force && !(await isAncestor(repository.git, before, sha)))
    throw new Refusal(422, "Update is not a fast forward");
  await pushBranch(world, repository, branch, sha, senderOf(actor));
  return { status: 200, body: presentRef(world, repository, branch, sha) };
}

async function demandCommit(repository: Repository, sha: string): Promise<void> {
  if (!isObjectId(sha) || (await findCommit(repository.git, sha)) === null)
    throw new Refusal(422, "Object does not exist");
}

async function putContents({ world, repository, actor, params, body }: RepositoryCall): Promise<Answer> {
  const request = body as { message: string; content: string; sha?: string; branch?: string };
  const path = params.path ?? "";
  const branch = request.branch ?? repository.defaultBranch;
  const parent = repository.branches.get(branch);
  if (parent === undefined) throw new Refusal(404, `Branch ${branch} not found`);
  const [old] = await findObjects(repository.git, [`${parent}:${path}`]);
  if (old && request.sha === undefined) throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (old && request.sha !== old.oid) throw new Refusal(409, `${path} does not match ${request.sha}`);
  const author = senderOf(actor);
  const changes = { [path]: Buffer.from(request.content, "base64") };
  const sha = await makeCommit(repository, [parent], { changes, message: request.message, author });
  await pushBranch(world, repository, branch, sha, author);
  const [written] = await findObjects(repository.git, [`${sha}:${path}`]);
  const commit = await readCommit(repository.git, sha);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const entry = { ...written!, name, type: "blob" as const, mode: 0o100644 };
  const content = presentContent(world, repository, sha, path, entry);
  return { status: old ? 200 : 201, body: { content, commit: presentCommit(world, repository, commit) } };
}
