import type { BuildOptions } from "esbuild";

/** How the program is bundled, whatever of it. The same sources always give the same bytes. */
export const BUNDLE = {
  bundle: true,
  platform: "node",
  format: "esm",
  // The oldest Node that runs the command line; GitHub's runners have a newer one.
  target: "node20.19",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
  logLevel: "silent",
} satisfies BuildOptions;

/** Packages of the older kind ask for Node's own modules with `require`, which a module does not have by itself. */
export function requireAs(name: string): string {
  return `import { createRequire as ${name} } from "node:module";\nconst require = ${name}(import.meta.url);`;
}
