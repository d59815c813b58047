/** The pieces of YAML's grammar, as the scanner hands them to the parser. */
export const TOKEN = {
  END: 0,
  DIRECTIVE: 1,
  DOCUMENT_START: 2,
  DOCUMENT_END: 3,
  BLOCK_SEQUENCE: 4,
  BLOCK_MAPPING: 5,
  BLOCK_END: 6,
  FLOW_SEQUENCE: 7,
  FLOW_SEQUENCE_END: 8,
  FLOW_MAPPING: 9,
  FLOW_MAPPING_END: 10,
  FLOW_ENTRY: 11,
  BLOCK_ENTRY: 12,
  KEY: 13,
  VALUE: 14,
  ALIAS: 15,
  ANCHOR: 16,
  TAG: 17,
  SCALAR: 18,
} as const;

export type TokenType = (typeof TOKEN)[keyof typeof TOKEN];

export interface Token {
  type: TokenType;
  /** offsets of the first character and of the one behind the last */
  start: number;
  end: number;
  /** a scalar's value, the name of an anchor or alias, a tag in full */
  text: string;
  scalar: ScalarStyle | null;
}

export type ScalarStyle = "plain" | "single" | "double" | "block" | "block that keeps its breaks";
