/** Returns the API group of an apiVersion as it is written: "apps" of "apps/v1", and "" for the core's "v1". */
export function apiGroupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/", 1)[0] as string) : "";
}
