/** Where the values of a document stand in its text. */
import type { ScalarStyle } from "./yaml/token.js";

interface Range {
  /** offset of the first character, in UTF-16 units */
  start: number;
  /** offset just behind the last character that is not white space */
  end: number;
}

export interface MapNode extends Range {
  kind: "map";
  flow: boolean;
  entries: { key: SourceNode; value: SourceNode }[];
}

export interface SeqNode extends Range {
  kind: "seq";
  flow: boolean;
  items: SourceNode[];
}

export interface ScalarNode extends Range {
  kind: "scalar";
  text: string;
  /** in full, `tag:yaml.org,2002:str` for `!!str`; null where none is written */
  tag: string | null;
  style: ScalarStyle;
}

export interface AliasNode extends Range {
  kind: "alias";
  /** what it stands for */
  target: SourceNode;
}

/** An anchor and a tag stand before `start`. */
export type SourceNode = MapNode | SeqNode | ScalarNode | AliasNode;
