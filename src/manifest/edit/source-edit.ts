/**
 * Replaces whole lines of a file, 1-based and inclusive. The replacement ends without a newline, as the text of a
 * suggestion block does.
 */
export interface SourceEdit {
  path: string;
  startLine: number;
  endLine: number;
  replacement: string;
}
