/** Whole milliseconds: sums of decimal fractions of seconds would not be exact. */
export function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
