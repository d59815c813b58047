/** The Chromium of this machine, as a new user without a past. Nothing is downloaded. */
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Where Chromium is; null where this machine has none. */
export const CHROMIUM = findChromium();

/** Why browser tests do not run here; empty where they do. */
export const WHY_SKIPPED =
  CHROMIUM === null ? " (skipped: no Chromium on this machine; install `chromium`)" : "";

export interface Browser {
  page: Page;
  context: BrowserContext;
  /** errors and warnings of the console, exceptions, and requests that failed or went elsewhere */
  faults: string[];
  close(): Promise<void>;
}

export interface BrowserOptions {
  /** the only address that pages may ask */
  origin: string;
  width?: number;
  scheme?: "light" | "dark";
  javaScript?: boolean;
}

/** Opens a browser with an empty profile. */
export async function openBrowser(options: BrowserOptions): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), "surefoot-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM!,
    headless: true,
    args: FLAGS,
    viewport: { width: options.width ?? 1180, height: 900 },
    colorScheme: options.scheme ?? "light",
    javaScriptEnabled: options.javaScript ?? true,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const faults: string[] = [];
  watch(page, options.origin, faults);
  return {
    ...{ page, context, faults },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

function watch(page: Page, origin: string, faults: string[]): void {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`)) faults.push(`asked ${request.url()}`);
  });
}

function findChromium(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = [
    process.env.CHROMIUM_PATH,
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
  ];
  return places.find((place) => place !== undefined && isExecutable(place)) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
