// Alertmanager and Ruler among the other parts: who sends alerts to them, and their objects.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { secretOf } from "../../../tools/render/placeholders";
import type { Recording } from "../../../tools/render/recorder";
import { observeeOutputs } from "../../support/contracts";
import { field, ofKind } from "../../policy/objects";
import { OBSERVER, SECURE, withKeys, type ConfigObject } from "../../support/configs";
import { runShowingSecrets, stack } from "../../support/fleet";

const REFERENCES = { "organization/thanos-fleet/paris": observeeOutputs("paris") };
const upWith = (other: ConfigObject): Promise<Recording> =>
  runShowingSecrets(withKeys(OBSERVER, other), REFERENCES);
const named = ({ resources }: Recording, kind: string, name: string) =>
  ofKind(resources, kind).find(({ inputs }) => field(inputs, "metadata", "name") === name)?.inputs;
const argsOf = (recording: Recording, kind: string, name: string): string[] =>
  Object(field(named(recording, kind, name), "spec", "template", "spec", "containers", 0, "args"));
const endpointsOf = (recording: Recording): string[] =>
  Object(
    parse(
      String(
        field(named(recording, "ConfigMap", "thanos-query-endpoints"), "data", "endpoints.yaml"),
      ),
    ),
  ).endpoints.map(({ address }: { address: string }) => address);

const RULER = "dnssrv+_grpc._tcp.thanos-rule.thanos.svc";

describe("Alertmanager", () => {
  it("is not deployed by default, and Prometheus sends no alerts", async () => {
    const { resources } = await stack("observee");
    assert.deepEqual(ofKind(resources, "Alertmanager"), []);
    const [prometheus] = ofKind(resources, "Prometheus");
    assert.equal(field(prometheus?.inputs, "spec", "alerting"), undefined);
  });

  it("gets Prometheus' alerts at each replica", async () => {
    const recording = await stack("alertmanager");
    assert.deepEqual(
      field(named(recording, "Prometheus", "fleet"), "spec", "alerting", "alertmanagers"),
      [{ namespace: "thanos", name: "alertmanager", port: "web", apiVersion: "v2" }],
    );
    assert.equal(field(named(recording, "Service", "alertmanager"), "spec", "clusterIP"), "None");
  });

  it("reads secrets from files, and its configuration has none", async () => {
    const recording = await upWith({
      alertmanager: {
        route: { receiver: "chat" },
        receivers: [{ name: "chat", integrations: [{ kind: "slack", urlSecret: "slack" }] }],
      },
      alertmanagerSecrets: SECURE,
    });
    const url = `https://example.com/${secretOf("slack")}`;
    assert.deepEqual(field(named(recording, "Secret", "alertmanager-receivers"), "stringData"), {
      slack: url,
    });
    const config = JSON.stringify(named(recording, "Secret", "alertmanager"));
    assert.ok(!config.includes(secretOf("slack")));
    assert.ok(config.includes("/etc/alertmanager/secrets/alertmanager-receivers/slack"));
  });
});

describe("the Ruler", () => {
  it("is not deployed by default, and is no endpoint of Query", async () => {
    const recording = await stack("observer");
    assert.equal(named(recording, "StatefulSet", "thanos-rule"), undefined);
    assert.ok(!endpointsOf(recording).includes(RULER));
  });

  it("is queried at every replica, and deduplicated by its replica label", async () => {
    const recording = await upWith({ ruler: { groups: [] } });
    assert.ok(endpointsOf(recording).includes(RULER));
    const flags = argsOf(recording, "Deployment", "thanos-query");
    assert.deepEqual(
      flags.filter((flag) => flag.startsWith("--query.replica-label")),
      ["--query.replica-label=prometheus_replica", "--query.replica-label=rule_replica"],
    );
  });

  it("uploads to the observer's own bucket", async () => {
    const recording = await upWith({ ruler: { groups: [] } });
    const rule = named(recording, "StatefulSet", "thanos-rule");
    const volumes: { name: string }[] = Object(field(rule, "spec", "template", "spec", "volumes"));
    assert.deepEqual(
      volumes.find(({ name }) => name === "objstore"),
      { name: "objstore", secret: { secretName: "thanos-objstore" } },
    );
  });

  it("sends alerts to Alertmanager only if there is one", async () => {
    const sendsAlerts = (recording: Recording) =>
      argsOf(recording, "StatefulSet", "thanos-rule").some((flag) =>
        flag.startsWith("--alertmanagers.config-file"),
      );
    assert.ok(!sendsAlerts(await upWith({ ruler: { groups: [] } })));
    assert.ok(sendsAlerts(await upWith({ ruler: { groups: [] }, alertmanager: {} })));
  });

  it("restarts when its rules change, and only then", async () => {
    const sumOf = async (groups: unknown[]) => {
      const rule = named(await upWith({ ruler: { groups } }), "StatefulSet", "thanos-rule");
      return field(rule, "spec", "template", "metadata", "annotations", "checksum/config");
    };
    const group = (expr: string) => [{ name: "a", rules: [{ record: "a", expr }] }];
    assert.equal(await sumOf(group("up")), await sumOf(group("up")));
    assert.notEqual(await sumOf(group("up")), await sumOf(group("down")));
  });
});
