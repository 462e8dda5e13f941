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

  it("finds Receive's address, name and CA before anybody writes", () => {
    const { receive } = observerContract.parse(empty.outputs);
    assert.deepEqual(receive, {
      address: "edge.observer.example.com:443",
      serverName: "receive.observer.observer.internal",
      serverCa: SERVER_CA,
    });
    assert.deepEqual(tenants(empty), ["-"]);
  });

  it("has a certificate that calls in its own name, and cannot serve", () => {
    const request = called(pushed, "observee-trust-leaf-request").inputs;
    assert.equal(field(request, "subject", "commonName"), "paris");
    assert.deepEqual(field(request, "dnsNames"), []);
    assert.deepEqual(called(pushed, "observee-trust-leaf-cert").inputs["allowedUses"], [
      "digital_signature",
      "client_auth",
    ]);
  });

  it("keeps the CA that its edge had", () => {
    for (const name of ["observee-trust-ca-key", "observee-trust-ca-cert"]) {
      assert.deepEqual(called(pushed, name), called(served, name));
    }
  });

  it("tells the observer its CA, and of no address", () => {
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

  it("is one of those who may write, and the only one", () => {
    assert.deepEqual(tenants(taken), ["paris"]);
    assert.deepEqual(field(taken.outputs, "trusts", "paris"), [certificateFingerprint(SERVER_CA)]);
    assert.notDeepEqual(pods(taken), pods(empty));
  });

  it("is watched for silence", () => {
    assert.ok(!namesIn(empty).includes("observer-alerts-writers"));
    const rules = field(
      called(taken, "observer-alerts-writers").inputs,
      "spec",
      "groups",
      0,
      "rules",
    );
    assert.deepEqual([field(rules, 0, "labels", "writer"), field(rules, 1)], ["paris", undefined]);
  });

  it("is not called, and its bucket is read", () => {
    const endpoints = JSON.stringify(called(taken, "observer-query-tls-endpoints").inputs);
    assert.ok(!endpoints.includes("paris") && endpoints.includes("lyon"));
    assert.ok(namesIn(taken).includes("observer-store-paris"));
  });

  it("has its copies removed by Query, which asks every replica of Receive", () => {
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
  it("is what a cluster that pushes needs first", async () => {
    const stacks = await connected("paris", "lyon");
    assert.deepEqual(await stacks.refused("paris", paris()), [
      '  - the observer has no Receive, which exposure.kind "remoteWrite" pushes to; ' +
        "add receive to its configuration and run `pulumi up` on it first.",
    ]);
  });

  it("grows with the cluster's size", async () => {
    const up = await new Stacks().up("observer", observerOf({}, { receive: {}, size: "large" }));
    const limit = ["template", "spec", "containers", 0, "resources", "limits", "memory"] as const;
    assert.equal(field(pods(up), ...limit), "16Gi");
  });

  it("is not taken away from under a cluster that pushes", async () => {
    const stacks = await pushing();
    assert.deepEqual(await stacks.refused("observer", WITHOUT), [
      '  - observee "paris" pushes to Receive, and this observer has none; ' +
        "add receive, or give that observee another exposure.",
    ]);
  });

  it("goes in two `up`s, since its CA is protected", async () => {
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

  it("is taken by the writers before it cuts over", async () => {
    const stacks = await pushing();
    const overlap = await stacks.up("observer", receive({ generation: 2, phase: "overlap" }));
    assert.equal(field(overlap.outputs, "receive", "serverCa"), SERVER_CA + NEXT_SERVER_CA);
    const cutover = receive({ generation: 2, phase: "cutover" });
    assert.deepEqual(await stacks.refused("observer", cutover), [
      '  - receive.ca is {generation: 2, phase: cutover}, but observee "paris" does not trust the new CA yet; ' +
        "run `pulumi up` on it first.",
    ]);
    await stacks.up("paris", paris());
    const up = await stacks.up("observer", cutover);
    const leaf = called(up, "observer-receive-trust-leaf-cert").inputs["caCertPem"];
    assert.equal(leaf, NEXT_SERVER_CA);
    // Its pods read the new leaf from disk.
    assert.deepEqual(pods(up), pods(overlap));
  });

  it("skips no step, also while nobody writes", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", observer());
    assert.match(
      (await stacks.refused("observer", receive({ generation: 2, phase: "cutover" }))).join("\n"),
      /after \{generation: 1, phase: stable\} comes \{generation: 2, phase: overlap\}\.$/,
    );
  });
});

describe("the rotation of a writer's CA", () => {
  const rotated = (ca: Step) => paris({ serverCertificate: { issuer: "self", ca } });

  it("is taken by Receive before it cuts over, and restarts no Prometheus", async () => {
    const stacks = await pushing();
    const overlap = await stacks.up("paris", rotated({ generation: 2, phase: "overlap" }));
    assert.equal(overlap.outputs["writerCa"], SERVER_CA + NEXT_SERVER_CA);
    const cutover = rotated({ generation: 2, phase: "cutover" });
    assert.deepEqual(await stacks.refused("paris", cutover), [
      "  - serverCertificate.ca is {generation: 2, phase: cutover}, but the observer does not trust the new CA yet; " +
        "run `pulumi up` on it first.",
    ]);
    await stacks.up("observer", observer());
    const up = await stacks.up("paris", cutover);
    const spec = (recording: Recording) => called(recording, "observee-metrics-prometheus").inputs;
    assert.deepEqual(spec(up), spec(overlap));
  });
});
