import { type Element, type ElementContent, h } from "../html.js";
import type { PullRequestView } from "../pull-request-view.js";

/** Where the pull request's page stands. */
export function pagePath({
  owner,
  repo,
  number,
}: Pick<PullRequestView, "owner" | "repo" | "number">): string {
  return `/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/pull/${number}`;
}

export interface ActionForm {
  /** the last part of the address that it is posted to */
  action: string;
  fields?: Record<string, string | number>;
  button: string;
  /** the button's words while the action is under way */
  busy?: string;
  look?: "primary" | "plain";
  /** why it cannot be pressed now; the words stand elsewhere, under this id */
  disabledBy?: string;
  title?: string;
  children?: ElementContent[];
}

/** A button that does something; it works without a script too. */
export function actionForm(view: PullRequestView, form: ActionForm): Element {
  const hidden = Object.entries(form.fields ?? {}).map(([name, value]) =>
    h("input", { type: "hidden", name, value: String(value) }),
  );
  const button = h(
    "button",
    {
      type: "submit",
      className: ["button", `button-${form.look ?? "plain"}`],
      disabled: form.disabledBy !== undefined,
      ariaDescribedBy: form.disabledBy,
      title: form.title,
      dataBusy: form.busy,
    },
    form.button,
  );
  const action = `${pagePath(view)}/${form.action}`;
  return h("form.action", { method: "post", action, dataLive: "" }, [
    ...hidden,
    ...(form.children ?? []),
    button,
  ]);
}
