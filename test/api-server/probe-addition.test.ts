import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { fieldFaults } from "../../src/api-server/decode-object.js";
import { FIRST_MINOR, LAST_MINOR } from "../../src/api-server/fields/field-types.js";
import { withReadinessProbe } from "../../src/api-server/probe-addition.js";
import { refusalsOf } from "../../src/api-server/refusals-of.js";
import { asArray, asString, get, isObject, type JsonObject } from "../../src/manifest/json-value.js";
import { GOLDEN_CASES } from "../golden-cases.js";

const MINORS = [FIRST_MINOR, 34, LAST_MINOR];

const PROBES: readonly JsonObject[] = [
  { tcpSocket: { port: 8080 }, periodSeconds: 2 },
  { httpGet: { path: "/ready", port: "http" } },
  // Each is refused: by decoding, by validation, for a field that no version knows.
  { tcpSocket: { port: "8080", host: 1 } },
  { tcpSocket: { port: 0 }, periodSeconds: -1, terminationGracePeriodSeconds: 5 },
  { tcpSocket: { port: 8080 }, everySeconds: 2 },
  { httpGet: { path: "{{ path }}", port: 8080 } },
];

describe("an object with a readiness probe more", () => {
  // Of each few one: they are alike.
  const objects = objectsIn(GOLDEN_CASES)
    .filter((value) => containersOf(value).length > 0)
    .filter((_, index) => index % 4 === 0);

  it("is refused as it is where nobody knows what it was made of", () => {
    expect(objects.length).toBeGreaterThan(250);
    for (const object of objects) {
      answersTo(object);
      for (const path of containersOf(object))
        for (const probe of PROBES) {
          const made = withReadinessProbe(object, path, probe);
          if (!isDeepStrictEqual(answersTo(made), answersTo(structuredClone(made))))
            expect.fail(JSON.stringify([made, answersTo(made)]));
        }
    }
  });

  it("leaves the object as it was", () => {
    const object = { spec: { containers: [{ name: "web" }, { name: "helper" }] } };
    const made = withReadinessProbe(object, ["spec", "containers", 0], { tcpSocket: { port: 80 } });
    expect(made).toEqual({
      spec: {
        containers: [{ name: "web", readinessProbe: { tcpSocket: { port: 80 } } }, { name: "helper" }],
      },
    });
    expect(object.spec.containers[0]).toEqual({ name: "web" });
  });
});

function answersTo(value: JsonObject): unknown[] {
  const [apiVersion, kind] = [asString(value.apiVersion) ?? "", asString(value.kind) ?? ""];
  return [
    fieldFaults(apiVersion, kind, value, MINORS),
    fieldFaults(apiVersion, kind, value, [LAST_MINOR]),
    ...[true, false].map((whole) =>
      refusalsOf(apiVersion, kind, value, MINORS, { whole, everyStage: !whole }),
    ),
  ];
}

function containersOf(value: JsonObject): (string | number)[][] {
  const podSpec = ["spec", "template", "spec"];
  return ["containers", "initContainers"].flatMap((list) =>
    asArray(get(value, ...podSpec, list)).flatMap((container, index) =>
      isObject(container) ? [[...podSpec, list, index]] : [],
    ),
  );
}

function objectsIn(folder: string): JsonObject[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /after.*\.ya?ml$/.test(join(entry.parentPath, entry.name)))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .flatMap((text) => [...parseAllDocuments(text, { logLevel: "silent" })])
    .flatMap((document) => (document.errors.length === 0 ? [document.toJS()] : []))
    .filter(isObject);
}
