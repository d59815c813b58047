/** A container's health and its numbers are asked beside its work: who has the address may not be whom it works for. */
const STATE = /health|probe|ready|readiness|liveness|livez|metrics|prometheus|scrape|status/i;
/** What stands before the path of an address. */
const HOST = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/]*/i;

/** Whether a setting with an address, or the address itself, is about the health, readiness, status or metrics behind it. */
export function asksForState(name: string, address: string): boolean {
  return STATE.test(name) || STATE.test(address.replace(HOST, ""));
}
