interface Node {
  file: string;
  imports: readonly { target: string }[];
}

/** Circles of files that import one another, types counted; each as its files in their order. One file is in one circle. */
export function findCircles(files: readonly Node[]): string[][] {
  const targets = new Map(files.map(({ file, imports }) => [file, imports.map(({ target }) => target)]));
  const done = new Set<string>();
  const circles: string[][] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) circles.push(way.slice(start));
    if (start >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}
