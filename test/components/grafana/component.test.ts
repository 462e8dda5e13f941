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
  it("is deployed by default, with its dashboards", async () => {
    const resources = await recorded();
    assert.equal(named(resources, "observer-grafana").length, 2);
    assert.equal(
      ofKind(resources, "ConfigMap").filter(
        ({ inputs }) => field(inputs, "metadata", "labels", "grafana_dashboard") === "1",
      ).length,
      4,
    );
  });

  it("has no dashboard with the name of its folder, which Grafana rejects before 11.3", async () => {
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

  it("is not deployed with enabled: false, but the dashboards are", async () => {
    const names = (await recorded({ grafana: { enabled: false } })).map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => name.startsWith("observer-grafana")),
      [],
    );
    assert.equal(names.filter((name) => name.startsWith("observer-dashboards-")).length, 4);
  });

  it("may read ConfigMaps of its own and the configured namespaces only", async () => {
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

  it("may read those of kube-prometheus-stack's namespace too", async () => {
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

  it("has the fleet's longest scrape interval as its minimum step", async () => {
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

  it("mounts the API token in its sidecar only", async () => {
    const [set] = ofKind(await recorded(), "StatefulSet").filter(
      ({ name }) => name === "observer-grafana",
    );
    const pod = field(set?.inputs, "spec", "template", "spec");
    assert.equal(field(pod, "automountServiceAccountToken"), false);
    const mounts = (i: number) =>
      JSON.stringify(field(pod, "containers", i, "volumeMounts")).includes("sidecar-token");
    assert.deepEqual([mounts(0), mounts(1)], [false, true]);
  });

  it("has a generated password in one Secret, never Grafana's default", async () => {
    const { resources } = await runShowingSecrets(LONE, {});
    const [secret] = named(resources, "observer-grafana-secrets");
    const password = String(field(secret?.inputs, "stringData", "security.admin_password"));
    assert.ok(password.length >= 40 && !["admin", "prom-operator"].includes(password));
    const others = resources.filter(({ name }) => name !== "observer-grafana-secrets");
    assert.ok(!JSON.stringify(others.map(({ inputs }) => inputs)).includes(password));
  });

  it("uses a configured password", async () => {
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
    const visible = resources.filter(({ inputs }) => inputs["kind"] !== "Secret");
    assert.ok(!JSON.stringify(visible.map(({ inputs }) => inputs)).includes(SECRET));
  });
});
