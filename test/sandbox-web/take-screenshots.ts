/** `npx tsx test/sandbox-web/take-screenshots.ts`: the README's pictures anew, of the demo's pull request. */
import { startDemo } from "../../sandbox/demo/start-demo.js";
import { type Browser, openBrowser } from "./open-browser.js";

const FOLDER = "docs/images";

const demo = await startDemo();
await demo.settle();
const options = { origin: new URL(demo.url).origin, width: 1040 };
const light = await openBrowser(options);
const dark = await openBrowser({ ...options, scheme: "dark" });
try {
  await light.page.goto(demo.url);
  await take(light, "review", "h1", ".review > article");
  const thread = "#conversation .thread:has(.suggestion)";
  await take(light, "suggestion", thread, "#merge");
  await light.page.locator(`${thread} button`, { hasText: "Commit suggestion" }).click();
  await light.page.locator("[data-check=surefoot][data-state=success]").waitFor();
  await demo.settle();
  await dark.page.goto(demo.url);
  await take(dark, "green", "#conversation .thread:has(.suggestion)", "#merge");
} finally {
  await light.close();
  await dark.close();
  await demo.close();
}

/** What stands between the beginning of one element and the end of another. */
async function take({ page }: Browser, name: string, from: string, to: string): Promise<void> {
  const [first, last] = await Promise.all([from, to].map((each) => page.locator(each).first().boundingBox()));
  if (!first || !last) throw new Error(`Nothing to take between ${from} and ${to}`);
  const y = Math.max(0, first.y - 16);
  const clip = { x: 0, y, width: 1040, height: last.y + last.height + 16 - y };
  await page.screenshot({ path: `${FOLDER}/${name}.png`, clip, fullPage: true });
}
