// kube-prometheus-stack by Helm: what it brings, what it leaves to the program, and that everything waits for it.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { manifests } from "../../../tools/render/manifests";
import type { Recorded } from "../../../tools/render/recorded";
import { chartArgs } from "../../../components/monitoring-stack/chart";
import { merged, stackValues } from "../../../components/monitoring-stack/spec";
import { field, ofKind } from "../../policy/objects";
import { alertsOf, jobsOf } from "../../support/alerts";
import { observerOutputs } from "../../../tools/render/references";
import { OBSERVEE, withKeys } from "../../support/configs";
import { ALL_STACKS, run, stack, unlessFailed } from "../../support/fleet";
import { ALERTMANAGER } from "../../../components/alertmanager/part";
import { PROMETHEUS } from "../../../components/prometheus/part";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const releaseOf = (resources: readonly Recorded[]) =>
  resources.find(({ type }) => type === RELEASE);
const recorded = async (name: string) => (await stack(name)).resources;
const valuesOf = async (name: string) => field(releaseOf(await recorded(name))?.inputs, "values");

/** All resources that a resource waits for, directly or by others. */
function waitsFor(resources: readonly Recorded[], one: Recorded): Set<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    if (!found.has(id)) {
      found.add(id);
      const next = resources.find(({ type, name }) => `${type}::${name}` === id);
      next?.dependsOn.forEach(add);
    }
  };
  one.dependsOn.forEach(add);
  return found;
}

describe("kube-prometheus-stack", () => {
  it("is not installed by default", async () => {
    const asked = ["helm", "helm-observee"];
    for (const name of ALL_STACKS.filter((each) => !asked.includes(each))) {
      assert.equal(releaseOf(await recorded(name)), undefined, name);
    }
  });

  it("installs no second Prometheus, Alertmanager, Grafana or datasource", async () => {
    const values = await valuesOf("helm-observee");
    for (const part of ["prometheus", "alertmanager", "grafana", "thanosRuler"]) {
      assert.equal(field(values, part, "enabled"), false, part);
    }
    assert.equal(field(values, "grafana", "forceDeployDatasources"), false);
  });

  it("installs operator, CRDs and exporters", async () => {
    const values = await valuesOf("helm-observee");
    for (const part of ["prometheusOperator", "crds", "kubeStateMetrics", "nodeExporter"]) {
      assert.equal(field(values, part, "enabled"), true, part);
    }
  });

  it("installs multi-cluster dashboards in the observer only", async () => {
    const forced = async (name: string) =>
      field(await valuesOf(name), "grafana", "forceDeployDashboards");
    assert.deepEqual([await forced("helm"), await forced("helm-observee")], [true, false]);
    assert.equal(
      field(
        await valuesOf("helm"),
        ...["grafana", "sidecar", "dashboards", "multicluster", "global", "enabled"],
      ),
      true,
    );
  });

  it("leaves the scraping of the jobs that its rules select to this program, and disables rules on its own Prometheus", async () => {
    const values = await valuesOf("helm-observee");
    const jobs = jobsOf(await recorded("helm-observee"));
    for (const [part, job] of [
      ["kubelet", "kubelet"],
      ["kubeApiServer", "apiserver"],
    ] as const) {
      assert.deepEqual(field(values, part), { enabled: true, serviceMonitor: { enabled: false } });
      assert.ok(jobs.has(job), job);
    }
    for (const own of [PROMETHEUS.name, ALERTMANAGER.name]) {
      assert.equal(field(values, "defaultRules", "rules", own), false, own);
    }
    assert.equal(field(values, "defaultRules", "disabled", "Watchdog"), true);
  });

  it("replaces its alert on kubelets, which needs its Service, with this program's own", async () => {
    const values = await valuesOf("helm-observee");
    assert.equal(field(values, "prometheusOperator", "kubeletService", "enabled"), false);
    const names = alertsOf(await recorded("helm-observee")).map(({ alert }) => alert);
    assert.ok(names.includes("ThanosFleetKubeletDown"));
  });

  it("has a namespace without privileged pods, and another one for node-exporter", async () => {
    const resources = await recorded("helm");
    const standards = ofKind(resources, "Namespace").map(({ inputs }) => [
      field(inputs, "metadata", "name"),
      field(inputs, "metadata", "labels", "pod-security.kubernetes.io/enforce"),
    ]);
    assert.deepEqual(
      Object.fromEntries(standards.filter(([, standard]) => standard !== undefined)),
      {
        metrics: "restricted",
        operators: "baseline",
        "operators-nodes": "privileged",
      },
    );
    const values = await valuesOf("helm");
    assert.equal(field(values, "prometheus-node-exporter", "namespaceOverride"), "operators-nodes");
    assert.equal(field(releaseOf(resources)?.inputs, "namespace"), "operators");
  });

  it("enables its own NetworkPolicies, since its namespaces deny all other traffic", async () => {
    const values = await valuesOf("helm");
    for (const part of ["prometheusOperator", "kube-state-metrics", "prometheus-node-exporter"]) {
      assert.equal(field(values, part, "networkPolicy", "enabled"), true, part);
    }
    // The chart would let it call nobody, not even the API server.
    assert.deepEqual(field(values, "kube-state-metrics", "networkPolicy", "egress"), [{}]);
  });

  it("has no NetworkPolicies if they are disabled", async () => {
    const { resources } = unlessFailed(
      await run(
        withKeys(OBSERVEE, {
          monitoringStack: { kind: "helm" },
          networkPolicies: { enabled: false },
        }),
        { "organization/thanos-fleet/observer": observerOutputs(["paris"]) },
        "observee",
      ),
    );
    assert.deepEqual(ofKind(resources, "NetworkPolicy"), []);
    const values = field(releaseOf(resources)?.inputs, "values");
    for (const part of ["prometheusOperator", "kube-state-metrics", "prometheus-node-exporter"]) {
      assert.equal(field(values, part, "networkPolicy", "enabled"), false, part);
    }
  });

  it("is installed before every object of the operator's kinds", async () => {
    for (const name of ["helm", "helm-observee"]) {
      const resources = await recorded(name);
      const release = releaseOf(resources);
      const custom = resources.filter(({ inputs }) =>
        String(inputs["apiVersion"]).startsWith("monitoring.coreos.com/"),
      );
      assert.ok(custom.length > 5);
      assert.deepEqual(
        custom
          .filter((one) => !waitsFor(resources, one).has(`${RELEASE}::${String(release?.name)}`))
          .map((one) => one.name),
        [],
      );
    }
  });

  it("uses the image mirror, and prefers configured values to the program's", async () => {
    const values = await valuesOf("helm");
    assert.equal(field(values, "global", "imageRegistry"), "mirror.example.com");
    assert.equal(field(values, "kubeEtcd", "enabled"), true);
    assert.deepEqual(field(values, "defaultRules", "disabled"), {
      KubeCPUOvercommit: true,
      Watchdog: true,
    });
  });

  it("is rendered as a file for helm that kubectl ignores", async () => {
    const files = manifests(await recorded("helm"));
    const text = files.get("operators/Release-kube-prometheus-stack.values") ?? "";
    assert.match(
      text.split("\n")[0] ?? "",
      /^# helm upgrade --install kube-prometheus-stack oci:\S+ --namespace operators --version 88\.5\.3 --values \S+$/,
    );
    assert.deepEqual(parse(text), await valuesOf("helm"));
  });
});

describe("the chart", () => {
  const version = "1.2.3";

  it("comes from the publisher's repository, or a mirror of it", () => {
    assert.deepEqual(chartArgs({ chart: "a", version }), {
      chart: "a",
      version,
      repositoryOpts: { repo: "https://prometheus-community.github.io/helm-charts" },
    });
    const mirror = chartArgs({ chart: "a", version, repository: "https://mirror.example.com" });
    assert.deepEqual(mirror.repositoryOpts, { repo: "https://mirror.example.com" });
  });

  it("comes from an OCI registry or a local path without a repository", () => {
    const chart = "oci://mirror.example.com/a";
    const none = { repositoryOpts: undefined };
    assert.deepEqual(chartArgs({ chart, version }), { chart, version, ...none });
    assert.deepEqual(chartArgs({ chart: "./a", version }), {
      ...{ chart: "./a", version: undefined },
      ...none,
    });
  });
});

describe("merged values", () => {
  it("merge objects deeply, replace lists, and remove keys with null", () => {
    assert.deepEqual(
      merged({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3], e: null }, d: { f: 1 } }),
      { a: { b: 1, c: [3], e: null }, d: { f: 1 } },
    );
  });

  it("are the program's without configured ones", () => {
    const ours = stackValues({ nodeNamespace: "nodes", dashboards: true, networkPolicies: true });
    assert.deepEqual(merged(ours, {}), ours);
  });
});
