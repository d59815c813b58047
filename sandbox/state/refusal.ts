/** GitHub's refusal of a request, with the status and the words that it says so in. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    message: string,
    readonly details: {
      errors?: unknown;
      documentation?: string;
      headers?: Record<string, string>;
      url?: string;
    } = {},
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

/** "It is elsewhere now": a write is to be repeated there as it is, and a read may be. */
export function moved(url: string, isRead: boolean): Refusal {
  return new Refusal(isRead ? 301 : 307, "Moved Permanently", {
    url,
    headers: { location: url },
    documentation:
      "https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects",
  });
}

/** The validator's refusal of a field. */
export function invalid(resource: string, field: string, message: string): Refusal {
  return new Refusal(422, "Validation Failed", {
    errors: [{ resource, code: "custom", field, message }],
  });
}
