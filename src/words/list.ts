/** Numbers and lists in sentences. */

/** Returns at most five names, and how many more there are: a manifest can hold thousands. */
export function listed(names: readonly string[]): string {
  const told = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${told} and ${names.length - 5} more` : told;
}

/** "a", "a and b", "a, b and c" */
export function andList(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** "1 pod", "2 pods": a number with its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
