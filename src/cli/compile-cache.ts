import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/**
 * Runs a bundle with the code that Node made of it when it ran last, and keeps that code where there is none yet. It is kept
 * in the user's own cache folder, which nobody else may write to: whoever could would have their code run. Where there is no
 * such folder nothing is kept. Node does the same by itself since 22.1, and not on the oldest that this runs on.
 */
export function runCompiled(bundle: URL, env: Readonly<Record<string, string | undefined>>): void {
  const filename = fileURLToPath(bundle);
  const source = readFileSync(filename, "utf8");
  const kept = keptCode(source, env);
  const script = new Script(source, {
    filename,
    cachedData: kept?.code ?? undefined,
  });
  const isUsed = kept?.code != null && script.cachedDataRejected !== true;
  // At the end, when what a run needs has been compiled.
  if (kept !== null && !isUsed) process.once("exit", () => keep(kept, script));
  // Code that is kept may import nothing by itself.
  const beside = (name: string): Promise<unknown> => import(new URL(name, bundle).href);
  script.runInThisContext()(createRequire(bundle), bundle.href, beside);
}

interface KeptCode {
  path: string;
  /** the first line of the file: which bundle the code is of */
  head: Buffer;
  code: Buffer | null;
}

/** Returns what is kept of a bundle; null where nothing may be. */
function keptCode(source: string, env: Readonly<Record<string, string | undefined>>): KeptCode | null {
  const folder = env.NODE_DISABLE_COMPILE_CACHE === undefined ? ownFolder(env) : null;
  if (folder === null) return null;
  // One file for each Node, so that what an older version of the command left does not stay.
  const path = join(folder, `command-${process.version}-${process.arch}`);
  // V8 compares no more than the length of the text: the last line says which it is.
  const head = Buffer.from(source.slice(source.lastIndexOf("\n", source.length - 2)));
  try {
    const found = readFileSync(path);
    const isOfBundle = found.subarray(0, head.length).equals(head);
    return { path, head, code: isOfBundle ? found.subarray(head.length) : null };
  } catch {
    return { path, head, code: null };
  }
}

function keep({ path, head }: KeptCode, script: Script): void {
  const whole = `${path}.${process.pid}`;
  try {
    writeFileSync(whole, Buffer.concat([head, script.createCachedData()]), { mode: 0o600 });
    renameSync(whole, path);
  } catch {
    // A full disk, or a folder that has gone: the next run starts as this one did.
  }
}

/** Returns the folder, made where it is not there; null where it is not the user's alone. */
export function ownFolder({
  XDG_CACHE_HOME,
  HOME,
}: Readonly<Record<string, string | undefined>>): string | null {
  const user = process.getuid?.();
  const caches = XDG_CACHE_HOME || (HOME && join(HOME, ".cache"));
  if (user === undefined || !caches) return null;
  const folder = join(caches, "surefoot");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === user && (found.mode & 0o077) === 0 ? folder : null;
  } catch {
    // A home that cannot be written to.
    return null;
  }
}
