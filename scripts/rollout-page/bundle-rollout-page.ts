import { build } from "esbuild";
import type { RolloutAssets } from "../../src/web/rollout-page.js";
import { collectLicenses } from "../collect-licenses.js";

/** Bundles src/web/browser with all that it needs. The same sources always give the same bytes. */
export async function bundleRolloutPage(): Promise<RolloutAssets> {
  const { outputFiles, metafile } = await build({
    entryPoints: ["src/web/browser/page.ts", "src/web/browser/page.css"],
    outdir: "browser",
    bundle: true,
    platform: "browser",
    format: "esm",
    // Browsers of 2022 and newer, as are all that still get security fixes.
    target: ["chrome110", "firefox115", "safari16.4"],
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  const licenses = await collectLicenses("The rollout page's script", Object.keys(metafile.inputs));
  return { script: textOf(".js"), style: textOf(".css"), licenses };
}
