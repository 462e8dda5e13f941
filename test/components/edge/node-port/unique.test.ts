// Ports of the nodes: which pods they open, and that no two parts ask for one.
import * as assert from "node:assert/strict";
import { nodePortErrors } from "../../../../components/edge/node-port/unique";
import { selects, services } from "../../../policy/objects";
import { stack } from "../../../support/fleet";

/** Each Service with a port of the nodes: `port → pods' port of the Service beside it`. */
async function nodePorts(name: string): Promise<string[]> {
  const { resources } = await stack(name);
  const all = services(resources);
  return all
    .filter(({ spec }) => spec.type === "NodePort")
    .map(({ spec }) => {
      const inside = all.find(
        (other) => other.spec.type !== "NodePort" && selects(other.spec.selector, spec.selector),
      );
      const [port] = spec.ports;
      return `${String(port?.nodePort)} → ${inside?.metadata.name ?? "nobody"}:${port?.targetPort ?? ""}`;
    })
    .sort();
}

describe("node ports", () => {
  it("select the pods of their part", async () => {
    assert.deepEqual(await nodePorts("node-ports"), [
      "30090 → prometheus:web",
      "30091 → thanos-query:http",
      "32767 → thanos-query-frontend:http",
    ]);
  });

  it("do not exist by default", async () => {
    assert.deepEqual(await nodePorts("observer"), []);
  });

  it("are unique over all parts, at any depth", () => {
    const config = { a: { nodePort: 30001 }, b: { c: { nodePort: 30001 }, nodePort: 30002 } };
    assert.deepEqual(
      nodePortErrors(config).map(({ path, rule }) => `${path} ${rule}`),
      ["b.c.nodePort it repeats a.nodePort"],
    );
  });
});
