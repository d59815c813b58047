/** Manifests as people write them, for fast-check: block, flow and JSON style, odd orders, comments in odd places. */
import fc from "fast-check";

export interface GeneratedManifest {
  text: string;
  /** how many containers stand in the list */
  containers: number;
}

/** Lines of one entry of a mapping, from its key's column. */
type Entry = string[];

interface Style {
  step: number;
  /** lists stand at their key's own column */
  ownIndent: boolean;
}

const pad = (lines: readonly string[], by: number): string[] =>
  lines.map((line) => (line === "" ? line : " ".repeat(by) + line));

/** `- ` before the first line of an item, and its width before the others. */
const item = (lines: readonly string[], gap: string): string[] =>
  lines.map((line, index) =>
    index === 0 ? `-${gap}${line}` : line === "" ? line : ` ${gap.replace(/./g, " ")}${line}`,
  );

const list = (key: string, items: readonly string[][], { step, ownIndent }: Style, gap = " "): Entry => [
  `${key}:`,
  ...pad(
    items.flatMap((lines) => item(lines, gap)),
    ownIndent ? 0 : step,
  ),
];

const comment = fc.constantFrom("", " # why", "  # - x: 1", " # {a: [");

function portsOf(style: Style): fc.Arbitrary<Entry> {
  const block = fc
    .tuple(comment, fc.constantFrom(" ", "   "), fc.boolean())
    .map(([note, gap, named]) =>
      list(
        `ports`,
        [
          named
            ? ["name: http", `containerPort: 8000${note}`, "protocol: TCP"]
            : [`containerPort: 8000${note}`],
          ["containerPort: 9000", "name: metrics"],
        ],
        style,
        gap,
      ),
    );
  return fc.oneof(
    block,
    fc.constantFrom<Entry>(
      ["ports: [{containerPort: 8000}]"],
      ["ports: [ { containerPort: 8000, name: http }, ]  # two spaces"],
      ["ports: [", "  {containerPort: 8000}, # the first", "  {containerPort: 9000}", "]"],
      ["ports: &ports", "  - containerPort: 8000"],
      ["'ports' :", "- {containerPort: 8000}"],
      ['"ports":   [{"containerPort": 8000}]'],
      ["ports:", "", "  # none but this", "  - containerPort: 8000", "  # - containerPort: 8443", ""],
      ["ports:", "- containerPort: 8000", "# - containerPort: 8443", "#   name: https"],
    ),
  );
}

const others = (style: Style): fc.Arbitrary<Entry>[] => [
  fc.constantFrom<Entry>(
    ["image: web:1"],
    ["image: 'web:1' # pinned"],
    ['image: "web:1"'],
    ["image: >-", "  web:1"],
    ["image:", "  web:1"],
  ),
  fc.constantFrom<Entry>(
    ["args: [a, 'b c', \"d\"]"],
    list("args", [["--x=1"], ["'it''s'"], ['"a: b"']], style),
    list(
      "args",
      [
        ["|", "  set -e", "", "    echo # no comment", "  - x"],
        [">-", "  a", "  b"],
      ],
      style,
    ),
    list("args", [["|+", "  kept", "", ""]], style),
    list("args", [["- a", "- b"]], style),
    ["args: [", "  a,", "", "  b", "  ]"],
    ['args: ["a', '    b"]'],
  ),
  fc.constantFrom<Entry>(
    ["env:"],
    ["env: ~"],
    ["env: []  "],
    list(
      "env",
      [
        ["name: A", "value: |-", "  a", "", "  b"],
        ["name: B", "value: 'c", "", "  d'"],
      ],
      style,
    ),
    list("env", [["name: A", "valueFrom:", "  fieldRef: {fieldPath: a.b}"]], style),
  ),
  fc.constantFrom<Entry>(
    ["resources: {}"],
    [
      "resources: # all",
      "  limits: # these",
      "    cpu: 1 # one",
      "    # memory: 1Gi",
      "  # requests:",
      "  #   cpu: 1",
    ],
    ["resources:", "    limits:", "        cpu: 1"],
    ["resources: {limits: {cpu: 1}, requests: {}}"],
    ["resources: {", "  limits: {cpu: 1}", "}"],
  ),
  fc.constantFrom<Entry>(
    ["workingDir: |", "  /srv", "  "],
    ["workingDir: |+", "  /srv", ""],
    ["workingDir: |2", "    deep"],
    ["workingDir: plain words", "  on two lines"],
    ['workingDir: "quoted \\', '  on two lines"'],
    ["workingDir: &dir !!str /srv"],
    ["? workingDir", ": /srv"],
  ),
  fc.constantFrom<Entry>(
    ["livenessProbe:", "  tcpSocket:", "    port: 8000"],
    ["livenessProbe: {tcpSocket: {port: 8000}}"],
  ),
];

/** Blank lines and comments that stand between two entries, at columns of their own. */
const between = fc.constantFrom<string[]>(
  [],
  [],
  [],
  [""],
  ["   "],
  ["# for what follows"],
  ["    # deeper"],
  ["", "# a", ""],
);

function blockContainer(name: string, style: Style): fc.Arbitrary<string[]> {
  const entries = fc.tuple(portsOf(style), ...others(style)).chain((all) => {
    const named: Entry[] = [[`name: ${name}`], ...all];
    return fc.shuffledSubarray(named, { minLength: 1 }).map((some) => {
      const rest = some.includes(named[0] as Entry) ? some : [...some, named[0] as Entry];
      return rest;
    });
  });
  return fc
    .tuple(entries, fc.array(between, { minLength: 8, maxLength: 8 }))
    .map(([some, gaps]) =>
      some.flatMap((entry, index) => [...(index === 0 ? [] : (gaps[index] ?? [])), ...entry]),
    );
}

const block: fc.Arbitrary<GeneratedManifest> = fc
  .record({
    style: fc.record({ step: fc.constantFrom(2, 4), ownIndent: fc.boolean() }),
    containers: fc.integer({ min: 1, max: 3 }),
    gap: fc.constantFrom(" ", " ", "   "),
    before: fc.constantFrom("", "---\n", "# ours\n---\n", "kind: Service\n---\n", "\ufeff", "--- # web\n"),
    after: fc.constantFrom("", "\n", "\n---\nkind: Service\n", "\n# the end\n", "\n...\n", "\n  \n\n"),
    tail: fc.constantFrom<string[]>(
      [],
      ["volumes: []"],
      ["# the end of the containers", "restartPolicy: Always"],
    ),
    lineEnd: fc.constantFrom("\n", "\n", "\n", "\r\n"),
  })
  .chain(({ style, containers, gap, before, after, tail, lineEnd }) =>
    fc
      .tuple(...Array.from({ length: containers }, (_, index) => blockContainer(`c${index}`, style)))
      .map((bodies) => {
        const indent = " ".repeat(style.step);
        const spec = [
          "containers:",
          ...pad(
            bodies.flatMap((lines) => item(lines, gap)),
            style.ownIndent ? 0 : style.step,
          ),
          ...tail,
        ];
        const lines = [
          "apiVersion: apps/v1",
          "kind: Deployment",
          "spec:",
          `${indent}template:`,
          `${indent.repeat(2)}spec:`,
          ...pad(spec, 3 * style.step),
        ];
        const text = before + lines.join("\n") + after;
        return { text: text.replaceAll("\n", lineEnd), containers };
      }),
  );

const objects = fc
  .array(
    fc.record(
      {
        image: fc.constantFrom("web:1", "a b", "#", "yes", "1", "", "{", 'it\'s "so"'),
        ports: fc.constantFrom([], [{ containerPort: 8000 }], [{ name: "http", containerPort: 8000 }, {}]),
        args: fc.array(fc.constantFrom("a", "- b", "c: d", "é", "\t", "\\"), { maxLength: 3 }),
        env: fc.constantFrom(null, [], [{ name: "A", value: "b" }]),
        tty: fc.boolean(),
        resources: fc.constantFrom({}, { limits: { cpu: 0.5 } }),
      },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((containers) => containers.map((rest, index) => ({ name: `c${index}`, ...rest })));

const workload = (containers: unknown) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  spec: { template: { spec: { containers, volumes: [] } } },
});

const json: fc.Arbitrary<GeneratedManifest> = fc
  .tuple(
    objects,
    fc.constantFrom("", " ", "  ", "    ", "\t"),
    fc.constantFrom("", "\n"),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([containers, indent, end, lineEnd]) => ({
    text: (JSON.stringify(workload(containers), null, indent) + end).replaceAll("\n", lineEnd),
    containers: containers.length,
  }));

const SPACES = ["", " ", "\n      ", " # note\n        ", "\n\n      "];

/** Flow style of YAML with blanks, line ends and comments wherever they may stand. */
function flowText(value: unknown, spaces: () => string): string {
  if (Array.isArray(value))
    return `[${spaces()}${value.map((one) => flowText(one, spaces)).join(`${spaces()}, `)}${spaces()}]`;
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${flowText(one, spaces)}`);
  return `{${spaces()}${entries.join(`${spaces()}, `)}${spaces()}}`;
}

const flow: fc.Arbitrary<GeneratedManifest> = fc
  .tuple(objects, fc.array(fc.nat({ max: SPACES.length - 1 }), { minLength: 5, maxLength: 40 }))
  .map(([containers, choices]) => {
    let next = 0;
    const spaces = () => SPACES[choices[next++ % choices.length] as number] as string;
    const list = containers.map((one) => `      - ${flowText(one, spaces)}\n`).join("");
    return {
      text: `apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n${list}`,
      containers: containers.length,
    };
  });

/** Any of the three styles, with at least one container. */
export const generatedManifest = fc.oneof(
  { arbitrary: block, weight: 3 },
  { arbitrary: flow, weight: 1 },
  { arbitrary: json, weight: 1 },
);
