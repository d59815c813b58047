/** What is used here of the WebAssembly that Node has; its types come with those of a browser, which is not at hand. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: "WebAssembly.Module";
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  type Import = (...values: (number & bigint)[]) => number;
  const Module: { imports(module: Module): { module: string; name: string; kind: string }[] };
  const Instance: new (
    module: Module,
    imports: Record<string, Record<string, Import>>,
  ) => { readonly exports: { memory: Memory; _start(): void } };
  const RuntimeError: typeof Error;
  function compile(bytes: Uint8Array): Promise<Module>;
}
