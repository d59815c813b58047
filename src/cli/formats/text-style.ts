import pc from "picocolors";

export interface TextOptions {
  colour: boolean;
  /** columns of the terminal; null where lines may be as long as they like */
  width: number | null;
}

export type Colours = ReturnType<typeof pc.createColors>;

export interface TextStyle {
  colours: Colours;
  width: number | null;
}

/** People do not read prose that is wider than this. */
const MAX_WIDTH = 100;

export function textStyle({ colour, width }: TextOptions): TextStyle {
  return { colours: pc.createColors(colour), width: width === null ? null : Math.min(width, MAX_WIDTH) };
}
