import { readFile } from "node:fs/promises";
import { build, type Plugin } from "esbuild";
import { readVersion } from "../../src/cli/read-version.js";
import { BUNDLE, requireAs } from "../bundle-options.js";
import { collectLicenses } from "../collect-licenses.js";

export interface BundledAction {
  /** action/index.js */
  script: string;
  /** action/LICENSES.txt */
  licenses: string;
  /** the files that it is made of, from the project's folder on */
  inputs: string[];
}

const BANNER = `// Made by "npm run build:action" from src/bin/action.ts. LICENSES.txt tells whose work is in it.
${requireAs("createActionRequire")}`;

/** Bundles src/bin/action.ts with all that it needs but Node. The same sources always give the same bytes. */
export async function bundleAction(): Promise<BundledAction> {
  const { outputFiles, metafile } = await build({
    entryPoints: ["src/bin/action.ts"],
    outfile: "action/index.js",
    ...BUNDLE,
    banner: { js: BANNER },
    plugins: [versionAsConstant, besideTheBundle],
  });
  const inputs = Object.keys(metafile.inputs).sort();
  return { script: outputFiles[0]!.text, licenses: await collectLicenses("action/index.js", inputs), inputs };
}

// The command line reads its version from package.json, which does not go with the bundle.
const versionAsConstant: Plugin = {
  name: "version as a constant",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]cli[\\/]read-version\.ts$/ }, () => ({
      contents: `export const readVersion = () => ${JSON.stringify(readVersion())};`,
    }));
  },
};

// What is built and committed stands in action/, and so does the bundle.
const besideTheBundle: Plugin = {
  name: "files beside the bundle",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]renderer[\\/]assets\.ts$/ }, async ({ path }) => {
      const [before, after, ...more] = (await readFile(path, "utf8")).split('"../../action/"');
      if (after === undefined || more.length > 0)
        throw new Error(`${path} does not name "../../action/" once`);
      return { contents: `${before}"./"${after}`, loader: "ts" };
    });
  },
};
