import { lstatSync, mkdirSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";

/** Node has it since 22.1, and the types of the oldest Node that this runs on do not. */
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };

/**
 * Has Node keep the code that it makes of the program for the next run. It is kept in the user's own cache folder, which
 * nobody else may write to: whoever could would have their code run. Where there is none, nothing is kept.
 */
export function keepCompiledCode(env: Readonly<Record<string, string | undefined>>): void {
  const folder = enableCompileCache === undefined ? null : ownFolder(env);
  if (folder !== null) enableCompileCache?.(folder);
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
