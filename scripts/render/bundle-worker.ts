import { build } from "esbuild";

/** Bundles the renderer's worker, a file of its own that needs nothing but Node. The same sources give the same bytes. */
export async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["src/renderer/worker/worker.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    charset: "utf8",
    legalComments: "none",
    banner: { js: '// Made by "npm run build:action" from src/renderer/worker/.' },
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}
