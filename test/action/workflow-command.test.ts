import fc from "fast-check";
import { expect, it } from "vitest";
import { workflowCommand } from "../../src/action/workflow-command.js";
import { readOrders } from "./read-orders.js";

it.each([
  ["group", {}, "The review", "::group::The review"],
  ["endgroup", {}, "", "::endgroup::"],
  ["error", { file: "a.yaml", line: 3 }, "Say it", "::error file=a.yaml,line=3::Say it"],
  ["error", { file: "a:b,c%.yaml" }, "50%: a, b", "::error file=a%3Ab%2Cc%25.yaml::50%25: a, b"],
  ["notice", { title: "a\r\nb" }, "c\r\nd", "::notice title=a%0D%0Ab::c%0D%0Ad"],
  ["warning", {}, "%0A::error::x", "::warning::%250A::error::x"],
])("writes %s as GitHub documents it", (name, properties, message, line) => {
  expect(workflowCommand(name, properties, message)).toBe(line);
});

it("is one order with the same values again, whatever they hold", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("::", "%0A", "%", "\n", "\r", ",", "=", "##[error]", "a", " "))
      .map((parts) => parts.join("")),
  );
  // The runner leaves out a property without a value, and blanks around the whole list.
  const value = text.map((some) => `x${some}x`);
  fc.assert(
    fc.property(value, value, text, (file, title, message) => {
      const line = workflowCommand("error", { file, title }, message);
      expect(readOrders(line)).toEqual({
        orders: [{ name: "error", properties: { file, title }, message }],
        lines: [],
      });
    }),
  );
});
