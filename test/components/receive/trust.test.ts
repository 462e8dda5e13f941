// Receive and those who push to it, over `up`s that read each other's outputs: who trusts whom, and what is refused.
import * as assert from "node:assert/strict";
import { NEXT_SERVER_CA, SERVER_CA } from "../../../tools/render/certificates";
import type { Recording } from "../../../tools/render/recorder";
import { observeeContract, observerContract } from "../../../stacks/contract";
import { certificateFingerprint } from "../../../components/pki/certificates/fingerprint";
import { field } from "../../policy/objects";
import type { ConfigObject } from "../../support/configs";
import {
  called,
  connected,
  FULL,
  namesIn,
  observeeCalled,
  observerOf,
  protectedKeys,
  Stacks,
  type Step,
} from "../../support/stacks";

const BOTH = { paris: {}, lyon: {} };
const observer = (receive: ConfigObject | undefined = {}) => observerOf(BOTH, { receive });
const WITHOUT = observerOf(BOTH);
const paris = (other: ConfigObject = {}) =>
  observeeCalled("paris", { exposure: { kind: "remoteWrite" }, ...other });

/** Lyon is called, paris pushes, and the observer has taken both in. */
async function pushing(): Promise<Stacks> {
  const stacks = await connected("paris", "lyon");
  await stacks.up("observer", observer());
  await stacks.up("paris", paris());
  await stacks.up("observer", observer());
  return stacks;
}

const tenants = (recording: Recording): unknown => {
  const text = field(
    called(recording, "observer-receive-hashrings").inputs,
    "data",
    "hashrings.json",
  );
  return field(JSON.parse(String(text)), 0, "tenants");
};
const pods = (recording: Recording) => called(recording, "observer-receive").inputs["spec"];

describe("a cluster that pushes", () => {
  let served: Recording;
  let empty: Recording;
  let pushed: Recording;
  let taken: Recording;
  before(async () => {
    const stacks = await connected("paris", "lyon");
    served = await stacks.up("paris", observeeCalled("paris"));
    empty = await stacks.up("observer", observer());
    pushed = await stacks.up("paris", paris());
    taken = await stacks.up("observer", observer());
  });

  it("gets Receive's address, name and CA before the first write", () => {
    const { receive } = observerContract.parse(empty.outputs);
    assert.deepEqual(receive, {
      address: "edge.observer.example.com:443",
      serverName: "receive.observer.observer.internal",
      serverCa: SERVER_CA,
    });
    assert.deepEqual(tenants(empty), ["-"]);
  });

  it("has a client certificate in its own name that cannot serve", () => {
    const request = called(pushed, "observee-trust-leaf-request").inputs;
    assert.equal(field(request, "subject", "commonName"), "paris");
    assert.deepEqual(field(request, "dnsNames"), []);
    assert.deepEqual(called(pushed, "observee-trust-leaf-cert").inputs["allowedUses"], [
      "digital_signature",
      "client_auth",
    ]);
  });

  it("keeps the CA of its former edge", () => {
    for (const name of ["observee-trust-ca-key", "observee-trust-ca-cert"]) {
      assert.deepEqual(called(pushed, name), called(served, name));
    }
  });

  it("outputs its CA, and no address", () => {
    const contract = observeeContract.parse(pushed.outputs);
    assert.equal(contract.writerCa, SERVER_CA);
    assert.deepEqual(
      [contract.address, contract.serverName, contract.serverCa],
      [undefined, undefined, undefined],
    );
  });

  it("has no edge and no leaf Query", () => {
    assert.deepEqual(
      namesIn(pushed).filter((name) => /edge|leaf-service|query-leaf|client-ca/.test(name)),
      [],
    );
  });

  it("is the only permitted writer", () => {
    assert.deepEqual(tenants(taken), ["paris"]);
    assert.deepEqual(field(taken.outputs, "trusts", "paris"), [certificateFingerprint(SERVER_CA)]);
    assert.notDeepEqual(pods(taken), pods(empty));
  });

  it("has an alert for missing samples", () => {
    assert.ok(!namesIn(empty).includes("observer-alerts-writers"));
    const rules = field(
      called(taken, "observer-alerts-writers").inputs,
      "spec",
      "groups",
      0,
      "rules",
    );
    assert.match(String(field(rules, 0, "expr")), /^label_replace\(vector\(1\),"writer","paris",/);
    assert.equal(field(rules, 1), undefined);
  });

  it("is not queried, but its bucket is read", () => {
    const endpoints = JSON.stringify(called(taken, "observer-query-endpoints").inputs);
    assert.ok(!endpoints.includes("edge.paris") && endpoints.includes("edge.lyon"));
    assert.ok(namesIn(taken).includes("observer-store-paris"));
  });

  it("is deduplicated by Query, which queries every replica of Receive", () => {
    const args = JSON.stringify(called(taken, "observer-query").inputs["spec"]);
    assert.ok(args.includes("--query.replica-label=receive_replica"));
    const endpoints = String(
      field(called(taken, "observer-query-endpoints").inputs, "data", "endpoints.yaml"),
    );
    assert.match(
      endpoints,
      /address: dnssrv\+_grpc\._tcp\.thanos-receive\.thanos\.svc\n(?! *group)/,
    );
  });
});

describe("Receive", () => {
  it("must exist before a cluster can push", async () => {
    const stacks = await connected("paris", "lyon");
    assert.deepEqual(await stacks.refused("paris", paris()), [
      `  - output receive of stack "${FULL("observer")}" is missing: exposure.kind "remoteWrite" writes to the observer's Receive; ` +
        "add receive to the observer's configuration and run `pulumi up` on it first",
    ]);
  });

  it("has resources for the cluster's size", async () => {
    const up = await new Stacks().up("observer", observerOf({}, { receive: {}, size: "large" }));
    const limit = ["template", "spec", "containers", 0, "resources", "limits", "memory"] as const;
    assert.equal(field(pods(up), ...limit), "16Gi");
  });

  it("cannot be removed while a cluster pushes", async () => {
    const stacks = await pushing();
    assert.deepEqual(await stacks.refused("observer", WITHOUT), [
      '  - thanos-fleet:receive is required: observee "paris" pushes to Receive; ' +
        "add receive, or give that observee another exposure",
    ]);
  });

  it("is removed in two `up`s, since its CA is protected", async () => {
    const stacks = await connected("paris", "lyon");
    const key = "observer-receive-trust-ca-key";
    assert.ok(protectedKeys(await stacks.up("observer", observer())).includes(key));
    const leaving = await stacks.up("observer", WITHOUT);
    assert.deepEqual(
      namesIn(leaving).filter((name) => name.includes("receive")),
      [
        "observer-receive-trust",
        "observer-receive-trust-ca",
        "observer-receive-trust-ca-cert",
        "observer-receive-trust-ca-key",
      ],
    );
    assert.ok(!protectedKeys(leaving).includes(key));
    assert.ok(
      !namesIn(await stacks.up("observer", WITHOUT))
        .join()
        .includes("receive"),
    );
  });

  it("forgets a cluster that is revoked", async () => {
    const stacks = await pushing();
    const up = await stacks.up("observer", observerOf(BOTH, { receive: {}, revoked: ["paris"] }));
    assert.deepEqual(tenants(up), ["-"]);
    const closed = await stacks.up("paris", paris());
    assert.ok(!namesIn(closed).includes("observee-metrics-prometheus-remote-write"));
    assert.equal(observeeContract.safeParse(closed.outputs).success, false);
  });
});

describe("the rotation of Receive's server CA", () => {
  const receive = (ca: Step) => observer({ ca });

  it("is trusted by the writers before it cuts over", async () => {
    const stacks = await pushing();
    const overlap = await stacks.up("observer", receive({ generation: 2, phase: "overlap" }));
    assert.equal(field(overlap.outputs, "receive", "serverCa"), SERVER_CA + NEXT_SERVER_CA);
    const cutover = receive({ generation: 2, phase: "cutover" });
    assert.deepEqual(await stacks.refused("observer", cutover), [
      '  - thanos-fleet:receive.ca is {generation: 2, phase: cutover}, but observee "paris" does not trust the new CA yet; ' +
        "run `pulumi up` on it first",
    ]);
    await stacks.up("paris", paris());
    const up = await stacks.up("observer", cutover);
    const leaf = called(up, "observer-receive-trust-leaf-cert").inputs["caCertPem"];
    assert.equal(leaf, NEXT_SERVER_CA);
    // Its pods read the new leaf from disk.
    assert.deepEqual(pods(up), pods(overlap));
  });

  it("skips no step, even without writers", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", observer());
    assert.match(
      (await stacks.refused("observer", receive({ generation: 2, phase: "cutover" }))).join("\n"),
      /after \{generation: 1, phase: stable\} comes \{generation: 2, phase: overlap\}$/,
    );
  });
});

describe("the rotation of a writer's CA", () => {
  const rotated = (ca: Step) => paris({ serverCertificate: { issuer: "self", ca } });

  it("is trusted by Receive before it cuts over, and restarts no Prometheus", async () => {
    const stacks = await pushing();
    const overlap = await stacks.up("paris", rotated({ generation: 2, phase: "overlap" }));
    assert.equal(overlap.outputs["writerCa"], SERVER_CA + NEXT_SERVER_CA);
    const cutover = rotated({ generation: 2, phase: "cutover" });
    assert.deepEqual(await stacks.refused("paris", cutover), [
      "  - thanos-fleet:serverCertificate.ca is {generation: 2, phase: cutover}, but the observer does not trust the new CA yet; " +
        "run `pulumi up` on it first",
    ]);
    await stacks.up("observer", observer());
    const up = await stacks.up("paris", cutover);
    const spec = (recording: Recording) => called(recording, "observee-metrics-prometheus").inputs;
    assert.deepEqual(spec(up), spec(overlap));
  });
});
