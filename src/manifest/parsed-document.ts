import type { ProblemCode } from "./problem.js";
import type { SourceNode } from "./source-tree.js";
import type { DuplicateKey } from "./yaml/construct-value.js";

/** A document's value and the places in its text, or why it cannot be read. */
export type ParsedDocument =
  | {
      ok: true;
      value: unknown;
      /** the places of the values; null for an empty document */
      tree: SourceNode | null;
      duplicates: DuplicateKey[];
      /** offset behind which the reader reads nothing */
      end: number;
    }
  /** `offset` counts UTF-16 units from the start of the text */
  | {
      ok: false;
      code: ProblemCode;
      message: string;
      offset: number;
      /** it belongs to no block before it, which a line above may have closed */
      misplaced?: true;
    };
