import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";

/** One import, re-export, dynamic import or require of a source file. */
export interface Import {
  /** the importing file, from the folder on that was read */
  file: string;
  /** a file from that folder on, or a package's name */
  target: string;
  /** erased by the compiler: it brings types and no code */
  typeOnly: boolean;
}

export interface SourceFile {
  /** from the folder on that was read, with `/` between folders */
  file: string;
  /** the text without comments and without what stands between quotes */
  code: string;
  imports: Import[];
}

/** Every source file of a folder of the project with what it imports. */
export function readSourceFiles(folder: "src" | "sandbox" = "src"): SourceFile[] {
  const root = resolve(folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => readSource(relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")));
}

export function readSource(file: string, text: string): SourceFile {
  const code = withoutComments(text);
  const statements = [...code.matchAll(STATEMENT)].map(({ groups }) => ({
    file,
    target: targetOf(file, (groups?.from ?? groups?.bare) as string),
    typeOnly: isTypeOnly(groups?.clause ?? ""),
  }));
  const calls = [...code.matchAll(CALL)].map(({ groups }) => ({
    file,
    target: targetOf(file, groups?.called as string),
    typeOnly: false,
  }));
  return { file, code: code.replace(TEXT, '""'), imports: [...statements, ...calls] };
}

const STATEMENT =
  /^[ \t]*(?:import|export)\s+(?:(?<clause>[^;"'`]*?)\s*from\s*["'](?<from>[^"']+)["']|["'](?<bare>[^"']+)["'])/gm;
const CALL = /\b(?:import|require)\s*\(\s*["'`](?<called>[^"'`]+)["'`]/g;
const TEXT = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** `import type …`, or braces in which every name is a type. */
function isTypeOnly(clause: string): boolean {
  if (/^type\s+[^,]/.test(clause)) return true;
  const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
  if (names === undefined) return false;
  const list = names
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return list.length > 0 && list.every((name) => /^type\s/.test(name));
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) {
    return posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts");
  }
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Comments become blanks; what looks like one inside quotes or a regular expression stays. */
function withoutComments(text: string): string {
  const token =
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|(?<=[=(,:;!&|?[{}\s]\s*)\/(?![/*])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(token, (found) => (/^\/[/*]/.test(found) ? " " : found));
}
