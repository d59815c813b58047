import { randomUUID } from "node:crypto";
import { runGit } from "../../src/changeset/git-process.js";
import type { Git } from "./bare-repository.js";

/** The content of a path after a commit; null takes it away. */
export type Content =
  | string
  | Buffer
  | { text: string | Buffer; executable: true }
  | { link: string }
  | { submodule: string }
  | null;

export interface Signature {
  name: string;
  email: string;
  /** milliseconds since 1970 */
  at: number;
}

export interface CommitToWrite {
  parents: readonly string[];
  changes: Readonly<Record<string, Content>>;
  message: string;
  author: Signature;
  committer: Signature;
}

/** Writes a commit that no ref names yet, however many files it has, and gives its id. */
export async function writeCommit(git: Git, commit: CommitToWrite): Promise<string> {
  // A stream needs a ref to write to; setting it to nothing at the end takes it away again.
  const ref = `refs/sandbox/${randomUUID()}`;
  const [first, ...merged] = commit.parents;
  const stream = Buffer.concat([
    Buffer.from(`commit ${ref}\nmark :1\n`),
    signature("author", commit.author),
    signature("committer", commit.committer),
    data(commit.message),
    Buffer.from(first === undefined ? "" : `from ${first}\n`),
    Buffer.from(merged.map((sha) => `merge ${sha}\n`).join("")),
    ...Object.entries(commit.changes).map(([path, content]) => change(path, content)),
    Buffer.from(`\nget-mark :1\nreset ${ref}\nfrom ${"0".repeat(40)}\n\ndone\n`),
  ]);
  const written = await runGit(git, ["fast-import", "--quiet", "--done", "--date-format=raw"], stream);
  return written.toString("latin1").trim();
}

function signature(role: string, { name, email, at }: Signature): Buffer {
  const clean = (text: string): string => text.replace(/[<>\n\0]/g, "").trim();
  return Buffer.from(`${role} ${clean(name)} <${clean(email)}> ${Math.floor(at / 1000)} +0000\n`);
}

function change(path: string, content: Content): Buffer {
  if (content === null) return Buffer.from(`D ${quote(path)}\n`);
  if (typeof content === "object" && "submodule" in content)
    return Buffer.from(`M 160000 ${content.submodule} ${quote(path)}\n`);
  if (typeof content === "object" && "link" in content) return file("120000", path, content.link);
  if (typeof content === "object" && "text" in content) return file("100755", path, content.text);
  return file("100644", path, content);
}

function file(mode: string, path: string, bytes: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(`M ${mode} inline ${quote(path)}\n`), data(bytes)]);
}

function data(bytes: string | Buffer): Buffer {
  const buffer = Buffer.from(bytes as string);
  return Buffer.concat([Buffer.from(`data ${buffer.byteLength}\n`), buffer, Buffer.from("\n")]);
}

// A path can hold anything but NUL; quoted as C does it, nothing in it ends the line.
function quote(path: string): string {
  const escaped = path.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n");
  return `"${escaped}"`;
}
