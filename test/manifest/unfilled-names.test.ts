import { describe, expect, it } from "vitest";
import { isStandIn, isUnfilledName } from "../../src/manifest/template-text.js";

describe("a name that is filled in later", () => {
  it.each(["your_app_here", "Your App", "YOUR_APP", "cookiecutter.project_slug", "XXXX", "RELEASE-NAME-web"])(
    "can be no object's: %s",
    (text) => expect(isUnfilledName(text)).toBe(true),
  );

  it.each(["yourself", "my_app", "Web", "web_1", "your-app", "XX", "http"])("is not: %s", (text) =>
    expect(isUnfilledName(text)).toBe(false),
  );

  it.each(["your-app", "lkey", "lvalue", "changeme", "change-me", "xxx", "your.label"])(
    "may be an object's: %s",
    (text) => expect(isStandIn(text)).toBe(true),
  );

  it.each(["keycloak", "keys", "web", "todo-list", "value-store", "xx", "exchange-me"])(
    "is an object's own: %s",
    (text) => expect(isStandIn(text)).toBe(false),
  );
});
