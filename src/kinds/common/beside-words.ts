/**
 * Returns the advice to have new pods beside the old ones, after a space; where none can come beside them, why that is so
 * instead.
 */
export function besideWords(heldAlone: string | null, advice: string): string {
  return heldAlone === null
    ? ` ${advice}`
    : ` A new pod may have to wait until an old one has gone, as ${heldAlone}.`;
}
