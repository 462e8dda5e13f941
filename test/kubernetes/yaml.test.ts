// YAML: the same text for the same object, read alike by all.
import * as assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { toYaml } from "../../kubernetes/yaml";

describe("YAML", () => {
  it("sorts keys, so that their order has no effect", () => {
    assert.equal(toYaml({ b: 1, a: { d: 2, c: 3 } }), toYaml({ a: { c: 3, d: 2 }, b: 1 }));
  });

  it("quotes strings that YAML 1.1 reads as another type", () => {
    assert.equal(toYaml({ a: "on", b: "no", c: "0777" }), 'a: "on"\nb: "no"\nc: "0777"\n');
  });

  it("preserves any text for readers of YAML 1.1 and 1.2", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const version of ["1.1", "1.2"] as const) {
          assert.equal(parse(toYaml({ text }), { version }).text, text);
        }
      }),
    );
  });

  it("never folds a long line", () => {
    assert.equal(toYaml({ a: "word ".repeat(50).trim() }).split("\n").length, 2);
  });
});
