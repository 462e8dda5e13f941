// Grafana: there unless it is turned off, signed in, and with no more of the cluster's API than its dashboards' texts.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod";
import { SECRET, secretOf } from "../../../tools/render/placeholders";
import type { Recorded } from "../../../tools/render/recorded";
import { observeeOutputs } from "../../support/contracts";
import { field, ofKind } from "../../policy/objects";
import { OBSERVER, SECURE, withKeys } from "../../support/configs";
import { run, runShowingSecrets, unlessFailed } from "../../support/fleet";

const LONE = withKeys(OBSERVER, { observees: [] });
const recorded = async (other: Readonly<Record<string, unknown>> = {}) =>
  unlessFailed(await run(withKeys(LONE, other))).resources;
const named = (resources: readonly Recorded[], name: string) =>
  resources.filter((resource) => resource.name === name);

/** By which Grafana compares names. */
const slug = (name: unknown): string => String(name).toLowerCase().replaceAll(/\W+/g, "-");

describe("Grafana", () => {
  it("is there without being asked for, and shows its dashboards", async () => {
    const resources = await recorded();
    assert.equal(named(resources, "observer-grafana").length, 2);
    assert.equal(
      ofKind(resources, "ConfigMap").filter(
        ({ inputs }) => field(inputs, "metadata", "labels", "grafana_dashboard") === "1",
      ).length,
      4,
    );
  });

  it("has no dashboard that is called as its folder, which it refuses before 11.3", async () => {
    const dashboards = ofKind(await recorded(), "ConfigMap").filter(
      ({ inputs }) => field(inputs, "metadata", "annotations", "grafana_folder") !== undefined,
    );
    assert.equal(dashboards.length, 4);
    for (const { inputs } of dashboards) {
      const folder = field(inputs, "metadata", "annotations", "grafana_folder");
      const [text = ""] = Object.values(z.record(z.string(), z.string()).parse(inputs["data"]));
      assert.notEqual(slug(field(JSON.parse(text), "title")), slug(folder));
    }
  });

  it("is not there where it is turned off, and the dashboards are", async () => {
    const names = (await recorded({ grafana: { enabled: false } })).map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => name.startsWith("observer-grafana")),
      [],
    );
    assert.equal(names.filter((name) => name.startsWith("observer-dashboards-")).length, 4);
  });

  it("reads ConfigMaps of its namespace and of those that are named, and nothing else", async () => {
    const resources = await recorded({ grafana: { dashboardNamespaces: ["monitoring"] } });
    const roles = ofKind(resources, "Role").filter(({ name }) => name.includes("grafana"));
    assert.deepEqual(
      roles.map(({ inputs }) => field(inputs, "metadata", "namespace")),
      ["thanos", "monitoring"],
    );
    for (const { inputs } of roles) {
      assert.deepEqual(inputs["rules"], [
        { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
      ]);
    }
    assert.deepEqual(
      ofKind(resources, "ClusterRole").filter(({ name }) => name.includes("grafana")),
      [],
    );
  });

  it("reads those of kube-prometheus-stack too, whose dashboards are in its own namespace", async () => {
    const watched = async (kind: object, dashboardNamespaces: readonly string[] = []) => {
      const resources = await recorded({ monitoringStack: kind, grafana: { dashboardNamespaces } });
      const roles = ofKind(resources, "Role").filter(({ name }) => name.includes("grafana"));
      const [set] = named(resources, "observer-grafana").filter(({ inputs }) => "spec" in inputs);
      const env = JSON.stringify(field(set?.inputs, "spec", "template", "spec", "containers", 1));
      const namespaces = roles.map(({ inputs }) => String(field(inputs, "metadata", "namespace")));
      assert.ok(env.includes(`"NAMESPACE","value":"${namespaces.join(",")}"`), env);
      return namespaces;
    };
    const helm = { kind: "helm", namespace: "operators" };
    assert.deepEqual(await watched({ kind: "present" }), ["thanos"]);
    assert.deepEqual(await watched(helm), ["thanos", "operators"]);
    assert.deepEqual(await watched(helm, ["operators"]), ["thanos", "operators"]);
  });

  it("asks for steps that are as long as the fleet's longest scrape interval", async () => {
    const interval = async (...ofObservees: readonly (string | undefined)[]) => {
      const names = ofObservees.map((_, i) => `city-${String(i)}`);
      const stackOf = (name: string) => `organization/thanos-fleet/${name}`;
      const { resources } = unlessFailed(
        await run(
          withKeys(OBSERVER, { observees: names.map((name) => ({ name, stack: stackOf(name) })) }),
          Object.fromEntries(
            names.map((name, i) => [
              stackOf(name),
              withKeys({ ...observeeOutputs(name) }, { scrapeInterval: ofObservees[i] }),
            ]),
          ),
        ),
      );
      const [map] = named(resources, "observer-grafana-config");
      const files: unknown = parse(String(field(map?.inputs, "data", "datasources.yaml")));
      return field(files, "datasources", 0, "jsonData", "timeInterval");
    };
    assert.equal(await interval(), "15s");
    assert.equal(await interval("30s", "1m"), "1m");
    assert.equal(await interval("5s", undefined), "15s");
  });

  it("gives the API's token to its sidecar alone", async () => {
    const [set] = ofKind(await recorded(), "StatefulSet").filter(
      ({ name }) => name === "observer-grafana",
    );
    const pod = field(set?.inputs, "spec", "template", "spec");
    assert.equal(field(pod, "automountServiceAccountToken"), false);
    const mounts = (i: number) =>
      JSON.stringify(field(pod, "containers", i, "volumeMounts")).includes("sidecar-token");
    assert.deepEqual([mounts(0), mounts(1)], [false, true]);
  });

  it("has a password that is made, kept in one Secret, and never Grafana's own", async () => {
    const { resources } = await runShowingSecrets(LONE, {});
    const [secret] = named(resources, "observer-grafana-secrets");
    const password = String(field(secret?.inputs, "stringData", "security.admin_password"));
    assert.ok(password.length >= 40 && !["admin", "prom-operator"].includes(password));
    const others = resources.filter(({ name }) => name !== "observer-grafana-secrets");
    assert.ok(!JSON.stringify(others.map(({ inputs }) => inputs)).includes(password));
  });

  it("takes the password that is given", async () => {
    const config = withKeys(LONE, { grafanaAdminPassword: SECURE });
    const { resources } = await runShowingSecrets(config, {});
    const [secret] = named(resources, "observer-grafana-secrets");
    assert.ok(
      String(field(secret?.inputs, "stringData", "security.admin_password")).includes(
        secretOf("grafanaAdminPassword"),
      ),
    );
  });

  it("has no secret in its settings or annotations", async () => {
    const resources = await recorded({ grafanaAdminPassword: SECURE });
    const shown = resources.filter(({ inputs }) => inputs["kind"] !== "Secret");
    assert.ok(!JSON.stringify(shown.map(({ inputs }) => inputs)).includes(SECRET));
  });
});
