/**
 * `npx tsx test/sandbox-web/take-screenshots.ts`: the README's pictures anew, and that of docs/rendering.md, of the demo's pull requests. Where `pngquant`
 * is on the path they get a palette, with which they take a third of the space.
 */
import { startDemo } from "../../sandbox/demo/start-demo.js";
import { openBrowser } from "./open-browser.js";
import { shrinkPicture } from "./shrink-picture.js";

const FOLDER = "docs/images";

/** What GitHub gives a README's pictures on a wide screen, and the space around them. Pixels. */
const WIDTH = 860;
const MARGIN = 16;

const demo = await startDemo();
await demo.settle();
const browser = await openBrowser({ origin: new URL(demo.url).origin, width: WIDTH });
const { page } = browser;
/** The demo has clicks of other rules besides. */
const web = '#conversation .thread:has(.suggestion):has-text("k8s/web.yaml")';
const thread = "#conversation .thread:has(.suggestion)";
const details = page.locator("#checks summary").first();
const findings = "#checks .markdown > ul";
try {
  await page.goto(demo.url);
  await take("suggestion", web, web);
  await details.click();
  await take("failing", "#checks", findings);
  await page.locator(`${web} button`, { hasText: "Commit suggestion" }).click();
  await page.locator("[data-check=surefoot][data-state=success]").waitFor();
  await page.locator(`${web}[data-resolved=true]`).waitFor();
  await demo.settle();
  await details.click();
  await take("green", `${web}[data-resolved=true]`, findings);
  await page.goto(demo.chart?.url ?? "");
  await take("template", thread, thread);
} finally {
  await browser.close();
  await demo.close();
}

/** What stands between the beginning of one element and the end of another. */
async function take(name: string, from: string, to: string): Promise<void> {
  // Boxes are measured from the top of the window, pictures from that of the page.
  await page.evaluate("scrollTo(0, 0)");
  const [first, last] = await Promise.all([from, to].map((each) => page.locator(each).first().boundingBox()));
  if (!first || !last) throw new Error(`Nothing to take between ${from} and ${to}`);
  const y = Math.max(0, first.y - MARGIN);
  const clip = { x: 0, y, width: WIDTH, height: last.y + last.height + MARGIN - y };
  const path = `${FOLDER}/${name}.png`;
  await page.screenshot({ path, clip, fullPage: true });
  shrinkPicture(path);
}
