/** The store that several processes share does not answer, or refuses. A webhook that meets it is answered 503. */
export class StoreFailure extends Error {
  override readonly name = "StoreFailure";
  readonly status = 503;

  constructor(doing: string, cause?: unknown) {
    super(`${doing}: the store did not answer`, cause === undefined ? undefined : { cause });
  }
}
