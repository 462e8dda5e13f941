// Alerts from cluster to cluster, over `up`s that read each other's outputs: who sends, who is let in, and what is refused.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { NEXT_SERVER_CA, SERVER_CA } from "../../../tools/render/certificates";
import { observerOutputs } from "../../../tools/render/references";
import { observeeOutputs } from "../../support/contracts";
import type { Recording } from "../../../tools/render/recorder";
import { observeeContract, observerContract } from "../../../stacks/contract";
import { certificateFingerprint } from "../../../components/pki/certificates/fingerprint";
import { field } from "../../policy/objects";
import { withKeys, type ConfigObject } from "../../support/configs";
import { runShowingSecrets } from "../../support/fleet";
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
const EXPOSURE = { kind: "loadBalancer", port: 9443, address: "alerts.example.com" };
const observer = (edge: ConfigObject = {}, other: ConfigObject = {}) =>
  observerOf(BOTH, { alertmanager: { edge: { exposure: EXPOSURE, ...edge } }, ...other });
const WITHOUT = observerOf(BOTH, { alertmanager: {} });
const paris = (other: ConfigObject = {}) => observeeCalled("paris", { alerting: {}, ...other });

/** Paris sends its alerts, lyon does not, and the observer has taken both in. */
async function sending(): Promise<Stacks> {
  const stacks = await connected("paris", "lyon");
  await stacks.up("observer", observer());
  await stacks.up("paris", paris());
  await stacks.up("observer", observer());
  return stacks;
}

const alertmanager = (recording: Recording) =>
  called(recording, "observer-metrics-alertmanager").inputs["spec"];
const prometheus = (recording: Recording) =>
  called(recording, "observee-metrics-prometheus").inputs["spec"];

/** Who may do what at the edge. */
const allowed = (recording: Recording): unknown => {
  const { inputs } = called(recording, "observer-metrics-alertmanager-edge-config");
  const file = parse(String(field(inputs, "data", "authorization.yaml"))) as unknown;
  return field(file, "authorization", "static");
};
const mayPost = (name: string) => ({
  user: { name },
  verb: "create",
  path: "/api/v2/alerts",
  resourceRequest: false,
});

/** The same with what the Secrets hold. */
const inClear = (name: string, config: ConfigObject) =>
  runShowingSecrets(config, {
    [FULL(name)]: {},
    [FULL("paris")]: { ...observeeOutputs("paris"), senderCa: NEXT_SERVER_CA },
    [FULL("lyon")]: observeeOutputs("lyon"),
    [FULL("observer")]: {
      ...observerOutputs(["paris"]),
      alertmanager: { address: "alerts.example.com:9443", serverName: "am", serverCa: SERVER_CA },
    },
  });

describe("a cluster that sends its alerts to the observer", () => {
  let quiet: Recording;
  let empty: Recording;
  let sent: Recording;
  let taken: Recording;
  before(async () => {
    const stacks = await connected("paris", "lyon");
    quiet = await stacks.up("paris", observeeCalled("paris"));
    empty = await stacks.up("observer", observer());
    sent = await stacks.up("paris", paris());
    taken = await stacks.up("observer", observer());
  });

  it("reads the edge's address, server name and CA before there are senders", () => {
    assert.deepEqual(observerContract.parse(empty.outputs).alertmanager, {
      address: "alerts.example.com:9443",
      serverName: "alertmanager.observer.observer.internal",
      serverCa: SERVER_CA,
    });
    assert.deepEqual(allowed(empty), []);
  });

  it("has a client certificate in its own name, which is not valid for servers", () => {
    const request = called(sent, "observee-alerting-trust-leaf-request").inputs;
    assert.equal(field(request, "subject", "commonName"), "paris");
    assert.deepEqual(field(request, "dnsNames"), []);
    assert.deepEqual(called(sent, "observee-alerting-trust-leaf-cert").inputs["allowedUses"], [
      "digital_signature",
      "client_auth",
    ]);
  });

  it("outputs its CA, and keeps its edge unchanged", () => {
    const contract = observeeContract.parse(sent.outputs);
    assert.equal(contract.senderCa, SERVER_CA);
    assert.equal(contract.address, "edge.paris.example.com:443");
    for (const name of ["observee-trust-ca-key", "observee-trust-leaf-cert", "observee-edge"]) {
      assert.deepEqual(called(sent, name), called(quiet, name));
    }
  });

  it("may post alerts, and nothing else, once the observer has read its outputs", () => {
    assert.deepEqual(allowed(taken), [mayPost("paris")]);
    assert.deepEqual(field(taken.outputs, "trusts", "paris"), [
      certificateFingerprint(SERVER_CA),
      certificateFingerprint(SERVER_CA),
    ]);
  });

  it("restarts Alertmanager when it is added, since the edge reads the list of senders at start", () => {
    const sum = (recording: Recording) =>
      field(alertmanager(recording), "podMetadata", "annotations", "checksum/edge");
    assert.notEqual(sum(taken), sum(empty));
  });

  it("authenticates from files, without a secret in the Prometheus resource", async () => {
    const recording = await inClear("paris", paris());
    const secret = field(
      called(recording, "observee-metrics-prometheus-alerting").inputs,
      "stringData",
    );
    const folder = "/etc/prometheus/secrets/thanos-alerting";
    assert.deepEqual(parse(String(field(secret, "alertmanagers.yaml"))), [
      {
        scheme: "https",
        api_version: "v2",
        static_configs: [{ targets: ["alerts.example.com:9443"] }],
        tls_config: {
          ca_file: `${folder}/ca.crt`,
          cert_file: `${folder}/tls.crt`,
          key_file: `${folder}/tls.key`,
          server_name: "am",
          min_version: "TLS13",
        },
      },
    ]);
    assert.equal(field(secret, "ca.crt"), SERVER_CA);
    assert.deepEqual(field(prometheus(sent), "secrets"), ["thanos-alerting"]);
    assert.deepEqual(field(prometheus(sent), "additionalAlertManagerConfigs"), {
      name: "thanos-alerting",
      key: "alertmanagers.yaml",
    });
  });

  it("sends alerts with its cluster label and without the replica label", () => {
    const spec = prometheus(sent);
    assert.deepEqual(field(spec, "externalLabels"), { cluster: "paris" });
    assert.equal(field(spec, "replicaExternalLabelName"), "prometheus_replica");
    assert.equal(field(quiet, "additionalAlertManagerConfigs"), undefined);
  });

  it("may have an Alertmanager of its own too", async () => {
    const stacks = await sending();
    const spec = prometheus(await stacks.up("paris", paris({ alertmanager: {} })));
    assert.notEqual(field(spec, "additionalAlertManagerConfigs"), undefined);
    assert.equal(field(spec, "alerting", "alertmanagers", 0, "name"), "alertmanager");
  });

  it("may remote-write to Receive too, with another certificate", async () => {
    const stacks = await connected("paris", "lyon");
    const config = observer({}, { receive: {} });
    await stacks.up("observer", config);
    const up = await stacks.up("paris", paris({ exposure: { kind: "remoteWrite" } }));
    const { writerCa, senderCa } = observeeContract.parse(up.outputs);
    assert.deepEqual([writerCa, senderCa], [SERVER_CA, SERVER_CA]);
    const both = await stacks.up("observer", config);
    assert.deepEqual(allowed(both), [mayPost("paris")]);
  });
});

describe("the edge of Alertmanager", () => {
  it("trusts its own CA, which signs no client, and those of the senders", async () => {
    const recording = await inClear("observer", observer());
    const { inputs } = called(recording, "observer-metrics-alertmanager-edge-tls");
    assert.equal(field(inputs, "stringData", "client-ca.crt"), SERVER_CA + NEXT_SERVER_CA);
  });

  it("is a container beside Alertmanager, and alone mounts the key", async () => {
    const spec = alertmanager(await (await sending()).up("observer", observer()));
    assert.deepEqual(field(spec, "secrets"), ["alertmanager-receivers"]);
    assert.equal(field(spec, "containers", 0, "name"), "edge");
    assert.equal(field(spec, "containers", 1), undefined);
    assert.equal(field(spec, "automountServiceAccountToken"), false);
    assert.equal(field(spec, "web"), undefined);
  });

  it("has session affinity", async () => {
    const up = await new Stacks().up("observer", observer());
    const { inputs } = called(up, "observer-metrics-alertmanager-edge-service");
    assert.equal(field(inputs, "spec", "sessionAffinity"), "ClientIP");
  });

  it("must exist before a cluster can send alerts", async () => {
    const stacks = await connected("paris", "lyon");
    assert.deepEqual(await stacks.refused("paris", paris()), [
      `  - output alertmanager of stack "${FULL("observer")}" is missing: alerting sends to the edge of the observer's Alertmanager; ` +
        "add alertmanager.edge to the observer's configuration and run `pulumi up` on it first",
    ]);
  });

  it("cannot be removed while a cluster sends alerts", async () => {
    const stacks = await sending();
    assert.deepEqual(await stacks.refused("observer", WITHOUT), [
      '  - thanos-fleet:alertmanager.edge is required: observee "paris" sends its alerts to Alertmanager\'s edge; ' +
        "add alertmanager.edge, or remove alerting from that observee",
    ]);
  });

  it("goes in two `up`s, since its CA is protected", async () => {
    const stacks = await connected("paris", "lyon");
    const key = "observer-alertmanager-trust-ca-key";
    assert.ok(protectedKeys(await stacks.up("observer", observer())).includes(key));
    const leaving = await stacks.up("observer", WITHOUT);
    assert.deepEqual(
      namesIn(leaving).filter((name) => /alertmanager-(trust|edge)/.test(name)),
      [
        "observer-alertmanager-trust",
        "observer-alertmanager-trust-ca",
        "observer-alertmanager-trust-ca-cert",
        "observer-alertmanager-trust-ca-key",
      ],
    );
    assert.ok(!protectedKeys(leaving).includes(key));
    assert.doesNotMatch(
      namesIn(await stacks.up("observer", WITHOUT)).join(),
      /alertmanager-(trust|edge)/,
    );
  });

  it("removes a revoked cluster, and one that no longer sends", async () => {
    const stacks = await sending();
    assert.deepEqual(
      allowed(await stacks.up("observer", observer({}, { revoked: ["paris"] }))),
      [],
    );
    const closed = await stacks.up("paris", paris());
    assert.equal(field(prometheus(closed), "additionalAlertManagerConfigs"), undefined);
    assert.equal(observeeContract.safeParse(closed.outputs).success, false);
  });

  it("lets a cluster go that sends no more, whose CA goes in two `up`s", async () => {
    const stacks = await sending();
    const key = "observee-alerting-trust-ca-key";
    const leaving = await stacks.up("paris", observeeCalled("paris"));
    assert.ok(namesIn(leaving).includes(key) && !protectedKeys(leaving).includes(key));
    assert.equal(field(prometheus(leaving), "secrets"), undefined);
    const gone = await stacks.up("paris", observeeCalled("paris"));
    assert.ok(!namesIn(gone).includes(key));
    assert.deepEqual(allowed(await stacks.up("observer", observer())), []);
    await stacks.up("observer", WITHOUT);
  });
});

describe("the rotation of the edge's server CA", () => {
  it("must be trusted by the senders before cutover", async () => {
    const stacks = await sending();
    const ca = (step: Step) => observer({ ca: step });
    const overlap = await stacks.up("observer", ca({ generation: 2, phase: "overlap" }));
    assert.equal(field(overlap.outputs, "alertmanager", "serverCa"), SERVER_CA + NEXT_SERVER_CA);
    const cutover = ca({ generation: 2, phase: "cutover" });
    assert.deepEqual(await stacks.refused("observer", cutover), [
      '  - thanos-fleet:alertmanager.edge.ca is {generation: 2, phase: cutover}, but observee "paris" does not trust the new CA yet; ' +
        "run `pulumi up` on it first",
    ]);
    await stacks.up("paris", paris());
    const up = await stacks.up("observer", cutover);
    const leaf = called(up, "observer-alertmanager-trust-leaf-cert").inputs["caCertPem"];
    assert.equal(leaf, NEXT_SERVER_CA);
    // The edge reads the new leaf from disk.
    assert.deepEqual(alertmanager(up), alertmanager(overlap));
  });
});

describe("the rotation of a sender's CA", () => {
  it("must be trusted by the edge before cutover, and restarts neither Prometheus nor Alertmanager", async () => {
    const stacks = await sending();
    const ca = (step: Step) => paris({ alerting: { ca: step } });
    const before = await stacks.up("observer", observer());
    const overlap = await stacks.up("paris", ca({ generation: 2, phase: "overlap" }));
    assert.equal(overlap.outputs["senderCa"], SERVER_CA + NEXT_SERVER_CA);
    const cutover = ca({ generation: 2, phase: "cutover" });
    assert.deepEqual(await stacks.refused("paris", cutover), [
      "  - thanos-fleet:alerting.ca is {generation: 2, phase: cutover}, but the observer does not trust the new CA yet; " +
        "run `pulumi up` on it first",
    ]);
    assert.deepEqual(alertmanager(await stacks.up("observer", observer())), alertmanager(before));
    assert.deepEqual(prometheus(await stacks.up("paris", cutover)), prometheus(overlap));
  });
});

describe("literal outputs", () => {
  it("can replace the observer's, including the edge", async () => {
    const alertmanager = { address: "a:1", serverName: "am", serverCa: SERVER_CA };
    const values = { ...observerOutputs(["paris"]), alertmanager };
    const up = await new Stacks().up("paris", withKeys(paris(), { observer: { values } }));
    assert.equal(field(prometheus(up), "secrets", 0), "thanos-alerting");
  });
});
