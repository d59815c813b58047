/**
 * What may still be done for the sets of one side: about the characters that are filled in, and the paths compared. It is below 0
 * where that was too much; what is left out then is told.
 */
export interface Effort {
  left: number;
}
