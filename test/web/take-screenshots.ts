/**
 * `npx tsx test/web/take-screenshots.ts [FOLDER]`: the README's picture of the rollout page anew, as the check of the
 * demo's pull request leads to it; smaller where `pngquant` is on the path. With a folder the whole page too, light, dark
 * and on a phone, to be looked at.
 */
import { join } from "node:path";
import { startDemo } from "../../sandbox/demo/start-demo.js";
import { type Browser, type BrowserOptions, openBrowser } from "../sandbox-web/open-browser.js";
import { shrinkPicture } from "../sandbox-web/shrink-picture.js";

const PICTURE = "docs/images/rollout.png";
const WIDTH = 1040;
const [folder] = process.argv.slice(2);

const demo = await startDemo();
try {
  await demo.settle();
  const { detailsUrl } = demo.pull.repository.runs.find(({ suite }) => suite.headSha === demo.pull.head.sha)!;
  const { origin } = new URL(detailsUrl);
  const take = async (options: Partial<BrowserOptions>, shoot: (browser: Browser) => Promise<unknown>) => {
    const browser = await openBrowser({ origin, width: WIDTH, ...options });
    await browser.page.goto(detailsUrl);
    await shoot(browser).finally(browser.close);
  };
  await take({}, async ({ page }) => {
    const { y, height } = (await page.locator("#with-probe-words").boundingBox())!;
    const clip = { x: 0, y: 0, width: WIDTH, height: y + height + 16 };
    await page.screenshot({ path: PICTURE, clip, fullPage: true });
    shrinkPicture(PICTURE);
  });
  const looks = { light: {}, dark: { scheme: "dark" }, phone: { width: 360 } } as const;
  for (const [name, options] of folder === undefined ? [] : Object.entries(looks))
    await take(options, ({ page }) =>
      page.screenshot({ path: join(folder!, `${name}.png`), fullPage: true }),
    );
} finally {
  await demo.close();
}
