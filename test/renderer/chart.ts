import type { HelmAnswer, HelmRequest } from "../../src/renderer/helm.js";
import type { Renderer } from "../../src/renderer/renderer.js";

/** A request for the chart `shop` in the folder `deploy/shop`; paths are within that folder. */
export function chart(files: Record<string, string>, more: Partial<HelmRequest> = {}): HelmRequest {
  const own = { "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n", ...files };
  return {
    folder: "deploy/shop",
    files: Object.fromEntries(Object.entries(own).map(([path, text]) => [`deploy/shop/${path}`, text])),
    release: { name: "blue", namespace: "eu" },
    trace: true,
    ...more,
  };
}

/** The answer; a renderer that has none is a failure of the test. */
export async function render(renderer: Renderer, request: HelmRequest): Promise<HelmAnswer> {
  const rendering = await renderer.renderChart(request);
  if (rendering.kind === "failed") throw new Error(`the renderer failed: ${rendering.reason}`);
  return rendering.answer;
}

/** What one template prints. */
export async function print(renderer: Renderer, template: string, values = ""): Promise<string> {
  const { templates, error } = await render(
    renderer,
    chart({ "templates/a.yaml": template, "values.yaml": values }),
  );
  if (error !== undefined) throw new Error(error.message);
  return templates[0]?.text ?? "";
}

/** Where each line of the only template came from: `file:line`, `~` before it where the line is inside of what is there. */
export function places(answer: HelmAnswer, index = 0): (string | null)[] {
  const { spots = [], places: known = [] } = answer;
  return (answer.templates[index]?.lines ?? []).map((line) => {
    if (line < 0) return null;
    const { file, line: at } = known[spots[line >> 1]!.place]!;
    return `${line % 2 === 1 ? "~" : ""}${file}:${at}`.replace("deploy/shop/", "");
  });
}
