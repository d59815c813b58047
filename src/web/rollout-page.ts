/**
 * The page that shows one rollout over time. It comes as it is to everybody: all that it shows stands behind the `#` of
 * its address, which a browser tells no server, and is computed by its script.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { htmlDocument } from "./document.js";
import { ICON_PAGE } from "./icon.js";
import { PAGE_STYLE } from "./page-style.js";
import { rolloutForm } from "./rollout-form.js";
import { htmlPage, stylePage, type WebPage, type WebPages } from "./web-page.js";

/** The files that `npm run build` makes of the folder `browser`. */
export interface RolloutAssets {
  script: string;
  style: string;
  /** those of the packages in the script */
  licenses: string;
}

/** The names of the files in which the build leaves them. */
export const ASSET_FILES: Record<keyof RolloutAssets, string> = {
  script: "page.js",
  style: "page.css",
  licenses: "LICENSES.txt",
};

/** The folder in the built program. */
const BUILT = fileURLToPath(new URL("browser", import.meta.url));

/** Reads what the build left; null where there is none, as beside the sources. */
export function loadRolloutAssets(folder: string = BUILT): RolloutAssets | null {
  const read = (asset: keyof RolloutAssets): string =>
    readFileSync(resolve(folder, ASSET_FILES[asset]), "utf8");
  try {
    return { script: read("script"), style: read("style"), licenses: read("licenses") };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** The page at `/rollout` with all that it loads; empty without its assets. */
export function rolloutPages(assets: RolloutAssets | null): WebPages {
  if (assets === null) return new Map();
  const text = (contentType: string, body: string): WebPage => ({
    ...{ kind: "content", contentType: `${contentType}; charset=utf-8`, body },
  });
  return new Map<string, WebPage>([
    ["/rollout", htmlPage(PAGE, { scripts: true })],
    // A browser takes the fragment along.
    ["/rollout/", { kind: "redirect", to: "../rollout" }],
    ["/rollout/base.css", stylePage(PAGE_STYLE)],
    ["/rollout/icon.svg", ICON_PAGE],
    [`/rollout/${ASSET_FILES.style}`, stylePage(assets.style)],
    [`/rollout/${ASSET_FILES.script}`, text("text/javascript", assets.script)],
    [`/rollout/${ASSET_FILES.licenses}`, text("text/plain", assets.licenses)],
  ]);
}

const MAIN = `<h1 id="whose">A rollout over time</h1>
<p>How many pods serve while a rolling update of a Deployment replaces them: as its manifest is written, and with a
readiness probe on every serving container.</p>
<noscript><p class="notice">This page computes everything in your browser, so it needs JavaScript. It sends nothing to
anybody.</p></noscript>
<div id="page" hidden>
<div id="link-faults" class="notice" role="alert" hidden>
<p>Not everything in this link can be taken, and the example's numbers stand in its place:</p>
<ul id="link-fault-list"></ul>
</div>
<p id="spoken" class="spoken" role="status" aria-live="polite"></p>
<p id="stale" class="notice" hidden>Shown are the last settings that could be taken.</p>
<section aria-labelledby="worst-heading">
<h2 id="worst-heading">The worst case, over every schedule</h2>
<div id="verdict">
<p id="worst-case"></p>
<p><span id="worst-case-more"></span> <span id="break-even"></span></p>
</div>
<p id="limits" class="hint"></p>
</section>
<div class="columns">
${rolloutForm()}
<div>
<section aria-labelledby="course-heading">
<h2 id="course-heading">One usual schedule, if the app starts in <span id="course-startup"></span></h2>
<p>Every pod takes the same time and the controllers act at once: this is what usually happens, and no bound. The worst
case above is the bound: no schedule takes more pods away.</p>
<figure>
<div class="chart"><canvas id="course" role="img"></canvas></div>
<figcaption><ul class="legend">
<li><span class="swatch as-written"></span> as written</li>
<li data-with-probe><span class="swatch with-probe"></span> with a readiness probe</li>
<li><span class="swatch budget"></span> what the budget promises</li>
</ul><p id="course-cut" class="hint" hidden>The axis of pods does not begin at 0.</p></figcaption>
</figure>
<div id="stretch-choice" class="field" hidden><label for="stretch">Time that is drawn</label>
<select id="stretch"><option value="whole">the whole rollout</option><option value="first">the beginning, until all serve again as written</option></select></div>
<div class="field"><label for="moment">Look at a moment</label>
<input type="range" id="moment" min="0" max="0" step="1" value="0">
<p id="moment-words"></p></div>
<p><strong>As written:</strong> <span id="as-written-words"></span></p>
<p data-with-probe><strong>With the probe:</strong> <span id="with-probe-words"></span></p>
<details>
<summary>The same as a table</summary>
<p id="course-thinned" class="hint" hidden>Not every change has a row of its own: each says the fewest pods that serve in its time.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Pods that serve over time, as a table"><table>
<thead><tr><th scope="col">time</th><th scope="col">serving as written</th><th scope="col">serving with the probe</th></tr></thead>
<tbody id="course-rows"></tbody>
</table></div>
</details>
</section>
<section aria-labelledby="curve-heading">
<h2 id="curve-heading">The worst case by start-up time</h2>
<p>Over every schedule again: how many pods can be out of service at once, if the app takes so long to start.</p>
<figure>
<div class="chart"><canvas id="curve" role="img"></canvas></div>
<figcaption><ul class="legend">
<li><span class="swatch as-written"></span> as written</li>
<li><span class="swatch budget"></span> the budget<span data-with-probe>, and the worst case with a readiness probe</span></li>
</ul></figcaption>
</figure>
<details>
<summary>The same as a table</summary>
<p id="curve-thinned" class="hint" hidden>The first steps and the last.</p>
<div class="scroll" tabindex="0" role="region" aria-label="The worst case by start-up time, as a table"><table>
<thead><tr><th scope="col">start-up time</th><th scope="col">pods out of service, at worst</th></tr></thead>
<tbody id="curve-rows"></tbody>
</table></div>
</details>
</section>
</div>
</div>
<footer><p><a href="docs/rollout-page.md">How these numbers come about</a>. The address of this page holds all of its
settings: everyone who opens it sees the same. <a href="rollout/${ASSET_FILES.licenses}">Licences</a>.</p></footer>
</div>`;

const PAGE = htmlDocument({
  title: "A rollout",
  styles: ["rollout/base.css", `rollout/${ASSET_FILES.style}`],
  icon: "rollout/icon.svg",
  home: "docs/",
  script: `rollout/${ASSET_FILES.script}`,
  main: MAIN,
});
