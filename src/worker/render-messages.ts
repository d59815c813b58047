import type { MessagePort } from "node:worker_threads";
import type { ChangeToRender } from "../analysis/render-elsewhere.js";
import type { WantedProbe } from "../manifest/edit/rendered-probe.js";
import type { PackedRenderings } from "../render/packed-renderings.js";

/** What is sent to a thread that renders: a change with the port of its own, or the module that the thread asked for. */
export type ToThread =
  | { kind: "render"; change: ChangeToRender; hasBase: boolean; port: MessagePort }
  | { kind: "module"; memoryBytes: number; module: WebAssembly.Module | null };

/** What it asks for besides: the module is compiled once a process. */
export interface FromThread {
  kind: "module";
  memoryBytes: number;
}

/** What a thread asks while it renders a change. */
export type Question =
  | { what: "paths"; side: Side }
  | { what: "read" | "readBytes"; side: Side; paths: readonly string[] }
  | { what: "wanted"; renderings: PackedRenderings }
  | { what: "mends"; renderings: PackedRenderings; probes: readonly WantedProbe[] };

export type Side = "base" | "head";

/** The answer to `paths`. */
export interface Paths {
  paths: readonly string[];
  isInPart: boolean;
}

/** What comes out of a change's port. Errors of what was asked stay in the thread that was asked. */
export type FromChange =
  | { kind: "asked"; number: number; question: Question }
  | { kind: "done"; renderings: PackedRenderings }
  | { kind: "failed"; error: unknown }
  | { kind: "refused"; number: number };

/** What goes into it. */
export type ToChange =
  | { kind: "given"; number: number; value: unknown }
  | { kind: "refused"; number: number };
