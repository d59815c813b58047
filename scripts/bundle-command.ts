import { createHash } from "node:crypto";
import { build } from "esbuild";
import { BUNDLE } from "./bundle-options.js";
import { collectLicenses } from "./collect-licenses.js";

export interface BundledCommand {
  /** what stands in dist/bin/, by name */
  files: ReadonlyMap<string, Uint8Array>;
  /** dist/bin/LICENSES.txt */
  licenses: string;
}

/**
 * Bundles src/bin/surefoot.ts with all that it needs but Node: 356 files and their packages took more than half of the time
 * of a scan of one file to be found and loaded. It is a function, as what starts it gives it the code that Node kept of it.
 */
export async function bundleCommand(): Promise<BundledCommand> {
  const { outputFiles, metafile } = await build({
    ...BUNDLE,
    ...BESIDE,
    entryPoints: { command: "src/bin/surefoot.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    define: { "import.meta.url": "commandUrl", "import.meta.beside": "beside" },
    banner: { js: `(function (require, commandUrl, beside) {` },
    footer: { js: "})" },
  });
  const start = await build({ ...BUNDLE, ...BESIDE, entryPoints: { surefoot: "src/bin/start.ts" } });
  const files = [...outputFiles, ...start.outputFiles].map(
    ({ path, contents }) => [path.replace(/^.*[\\/]/, ""), contents] as const,
  );
  const inputs = Object.keys(metafile.inputs).sort();
  return { files: withDigest(new Map(files)), licenses: await collectLicenses("command.cjs", inputs) };
}

const BESIDE = {
  // As deep as before, since what is read beside the program is named from here.
  outdir: "dist/bin",
  sourcemap: "linked",
  sourcesContent: false,
} as const;

/** Adds to the command which one it is, so that the code that is kept of another is not taken for its own. */
function withDigest(files: Map<string, Uint8Array>): Map<string, Uint8Array> {
  const command = files.get("command.cjs") as Uint8Array;
  const digest = createHash("sha256").update(command).digest("hex");
  const words = `\n// ${digest} LICENSES.txt tells whose work is in it.\n`;
  return files.set("command.cjs", Buffer.concat([command, Buffer.from(words)]));
}
