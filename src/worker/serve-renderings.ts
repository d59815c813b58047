import type { MessagePort } from "node:worker_threads";
import type { ChangeToRender } from "../analysis/render-elsewhere.js";
import type { FileContent } from "../changeset/change-set.js";
import type { Tree } from "../changeset/tree.js";
import type { WantedProbe } from "../manifest/edit/rendered-probe.js";
import { renderingOptions } from "../policy/rendering-options.js";
import { type PackedRenderings, packRenderings } from "../render/packed-renderings.js";
import { type ProbeJudge, prepareRenderer, renderSources } from "../render/render-sources.js";
import type { Rendering } from "../render/rendering.js";
import { takeModulesFrom } from "../renderer/compile-module.js";
import type { FromChange, FromThread, Paths, Question, Side, ToChange, ToThread } from "./render-messages.js";

/** Renders the changes that come through a port, one at a time, in the thread that calls it. */
export function serveRenderings(port: MessagePort): void {
  const awaited = new Map<number, (module: WebAssembly.Module | null) => void>();
  takeModulesFrom(async (memoryBytes) => {
    const message: FromThread = { kind: "module", memoryBytes };
    const module = await new Promise<WebAssembly.Module | null>((resolve) => {
      awaited.set(memoryBytes, resolve);
      port.postMessage(message);
    });
    if (module === null) throw new Error("The module that renders was not compiled");
    return module;
  });
  port.on("message", (message: ToThread) => {
    if (message.kind === "module") awaited.get(message.memoryBytes)?.(message.module);
    else void serve(message);
  });
}

async function serve({ change, hasBase, port }: ToThread & { kind: "render" }): Promise<void> {
  const ask = askThrough(port);
  const post = (message: FromChange): void => port.postMessage(message);
  try {
    post({ kind: "done", renderings: packRenderings(await render(change, hasBase, ask)) });
  } catch (error) {
    post(error instanceof Refused ? { kind: "refused", number: error.number } : { kind: "failed", error });
  }
}

function render(
  { changeSet, policy, isLikely }: ChangeToRender,
  hasBase: boolean,
  ask: Ask,
): Promise<Rendering[]> {
  if (isLikely) void prepareRenderer();
  const trees = { base: hasBase ? treeOf("base", ask) : null, head: treeOf("head", ask) };
  return renderSources(changeSet, trees, { ...renderingOptions(policy), judge: judgeOf(ask) });
}

type Ask = (question: Question) => Promise<unknown>;

/** What was asked for failed there, and with what is known there. */
class Refused extends Error {
  constructor(readonly number: number) {
    super("What was asked for failed");
  }
}

function askThrough(port: MessagePort): Ask {
  const asked: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  port.on("message", (message: ToChange) => {
    const { number } = message;
    if (message.kind === "given") asked[number]?.resolve(message.value);
    else asked[number]?.reject(new Refused(number));
  });
  return (question) =>
    new Promise((resolve, reject) => {
      const message: FromChange = { kind: "asked", number: asked.push({ resolve, reject }) - 1, question };
      port.postMessage(message);
    });
}

function treeOf(side: Side, ask: Ask): Tree {
  let listed: Promise<Paths> | null = null;
  let isInPart = false;
  return {
    // A large repository has 100,000, and each question copies them.
    async paths() {
      listed ??= ask({ what: "paths", side }) as Promise<Paths>;
      const answer = await listed;
      isInPart = answer.isInPart;
      return answer.paths;
    },
    read: async (paths) =>
      (await ask({ what: "read", side, paths: [...paths] })) as ReadonlyMap<string, FileContent>,
    readBytes: async (paths) =>
      (await ask({ what: "readBytes", side, paths: [...paths] })) as ReadonlyMap<string, Uint8Array>,
    isInPart: () => isInPart,
  };
}

/** The thread of the analysis judges: it has a time and a memory for that. */
function judgeOf(ask: Ask): ProbeJudge {
  const known = new WeakMap<readonly Rendering[], PackedRenderings>();
  const packed = (renderings: readonly Rendering[]): PackedRenderings => {
    const found = known.get(renderings) ?? packRenderings(renderings);
    known.set(renderings, found);
    return found;
  };
  return {
    wanted: async (renderings) =>
      (await ask({ what: "wanted", renderings: packed(renderings) })) as readonly WantedProbe[] | null,
    mends: async (renderings, probes) =>
      (await ask({ what: "mends", renderings: packed(renderings), probes })) as readonly boolean[] | null,
  };
}
