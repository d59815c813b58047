/** What GitHub does not do, with the status and the words that it says so in. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    message: string,
    readonly details: { errors?: unknown; documentation?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
  }

  /** The message, and what the validator says beyond it, for a person to read. */
  get words(): string {
    const { errors } = this.details;
    const said = Array.isArray(errors) ? errors.map((each) => each?.message ?? String(each)) : [];
    return said.length === 0 ? this.message : `${this.message}: ${said.join("; ")}`;
  }
}

/** "There is no such thing, or you may not know that there is." */
export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** The validator's refusal of a field. */
export function invalid(resource: string, field: string, message: string): Refusal {
  return new Refusal(422, "Validation Failed", {
    errors: [{ resource, code: "custom", field, message }],
  });
}
