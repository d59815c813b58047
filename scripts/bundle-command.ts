import { type BuildResult, build } from "esbuild";
import { BUNDLE, requireAs } from "./bundle-options.js";
import { collectLicenses } from "./collect-licenses.js";

export interface BundledCommand {
  /** what stands in dist/bin/, by name */
  files: ReadonlyMap<string, Uint8Array>;
  /** dist/bin/LICENSES.txt */
  licenses: string;
}

/**
 * Bundles src/bin/surefoot.ts with all that it needs but Node: 356 files and their packages took more than half of the time
 * of a scan of one file to be found and loaded. What is loaded later, such as the client for GitHub, stays a file of its own.
 */
export async function bundleCommand(): Promise<BundledCommand> {
  const { outputFiles, metafile }: BuildResult<typeof BUNDLE> = await build({
    entryPoints: ["src/bin/surefoot.ts"],
    // As deep as before, since what is read beside the program is named from here.
    outdir: "dist/bin",
    ...BUNDLE,
    splitting: true,
    sourcemap: "linked",
    sourcesContent: false,
    banner: { js: `// LICENSES.txt tells whose work is in it.\n${requireAs("createCommandRequire")}` },
  });
  const files = outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, ""), contents] as const);
  const inputs = Object.keys(metafile.inputs).sort();
  return { files: new Map(files), licenses: await collectLicenses("surefoot.js", inputs) };
}
