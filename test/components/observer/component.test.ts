// The observer: exactly what it is made of, and what it tells the observees.
import * as assert from "node:assert/strict";
import { observeeOutputs } from "../../support/contracts";
import { observerContract } from "../../../stacks/contract";
import type { Recorded } from "../../../tools/render/recorded";
import { field } from "../../policy/objects";
import { OBSERVER, withKeys } from "../../support/configs";
import { run, stack, unlessFailed } from "../../support/fleet";
import { lines, tree } from "../../support/resource-tree";

const TREE = `
  fleet:Observer observer
    fleet:Alerts observer-alerts
      PrometheusRule observer-alerts-blocks
      PrometheusRule observer-alerts-compact
      PrometheusRule observer-alerts-evaluation
      PrometheusRule observer-alerts-members
      PrometheusRule observer-alerts-presence
      PrometheusRule observer-alerts-requests
      PrometheusRule observer-alerts-scrapes
      PrometheusRule observer-alerts-volumes
    PrometheusRule observer-certificates-alerts
    PrometheusRule observer-certificates-ends-ca
    PrometheusRule observer-certificates-ends-leaf
    fleet:FleetCheck observer-check
      Deployment observer-check
      ServiceAccount observer-check-account
      PodDisruptionBudget observer-check-budget
      ConfigMap observer-check-config
      ServiceMonitor observer-check-monitor
      Service observer-check-service
    grafana:Dashboards observer-dashboards
      ConfigMap observer-dashboards-fleet
      ConfigMap observer-dashboards-observee
      ConfigMap observer-dashboards-query-path
      ConfigMap observer-dashboards-store-compactor
    grafana:Grafana observer-grafana
      StatefulSet observer-grafana
      ServiceAccount observer-grafana-account
      ConfigMap observer-grafana-config
      ServiceMonitor observer-grafana-monitor
      Role observer-grafana-role
      RoleBinding observer-grafana-role-binding
      Secret observer-grafana-secrets
      PrivateKey observer-grafana-seed
      Service observer-grafana-service
    fleet:ClusterMetrics observer-metrics
      store:Bucket observer-metrics-bucket
        Bucket observer-metrics-bucket
        BucketServerSideEncryptionConfiguration observer-metrics-bucket-encryption
        store:BucketKey observer-metrics-bucket-key
          Key observer-metrics-bucket-key
          Alias observer-metrics-bucket-key-alias
        BucketLifecycleConfiguration observer-metrics-bucket-lifecycle
        BucketOwnershipControls observer-metrics-bucket-ownership
        BucketPolicy observer-metrics-bucket-policy
        BucketPublicAccessBlock observer-metrics-bucket-public-access
        BucketVersioning observer-metrics-bucket-versioning
      thanos:Compact observer-metrics-compact
        StatefulSet observer-metrics-compact
        ServiceAccount observer-metrics-compact-account
        ServiceMonitor observer-metrics-compact-monitor
        Service observer-metrics-compact-service
      iam:PartRole observer-metrics-compact-iam
        Role observer-metrics-compact-iam
        RolePolicy observer-metrics-compact-iam-observer
      Namespace observer-metrics-namespace
      store:ObjectStoreSecret observer-metrics-objstore
        Secret observer-metrics-objstore
      prometheus:Prometheus observer-metrics-prometheus
        Prometheus observer-metrics-prometheus
        ServiceAccount observer-metrics-prometheus-account
        ServiceMonitor observer-metrics-prometheus-monitor
        ClusterRole observer-metrics-prometheus-role
        ClusterRoleBinding observer-metrics-prometheus-role-binding
        Secret observer-metrics-prometheus-scrapes
        Service observer-metrics-prometheus-service
        ServiceMonitor observer-metrics-prometheus-sidecar-monitor
        Service observer-metrics-prometheus-sidecar-service
      iam:PartRole observer-metrics-prometheus-iam
        Role observer-metrics-prometheus-iam
        RolePolicy observer-metrics-prometheus-iam-observer
    network:Policies observer-network
      NetworkPolicy observer-network-default-deny
      NetworkPolicy observer-network-grafana
      NetworkPolicy observer-network-prometheus
      NetworkPolicy observer-network-thanos-compact
      NetworkPolicy observer-network-thanos-fleet-check
      NetworkPolicy observer-network-thanos-query
      NetworkPolicy observer-network-thanos-query-frontend
      NetworkPolicy observer-network-thanos-store
    store:ObjectStoreSecret observer-objstore-observee
      Secret observer-objstore-observee
    thanos:Query observer-query
      Deployment observer-query
      ServiceAccount observer-query-account
      PodDisruptionBudget observer-query-budget
      ConfigMap observer-query-endpoints
      ServiceMonitor observer-query-monitor
      Service observer-query-service
    thanos:QueryFrontend observer-query-frontend
      Deployment observer-query-frontend
      ServiceAccount observer-query-frontend-account
      PodDisruptionBudget observer-query-frontend-budget
      ConfigMap observer-query-frontend-config
      ServiceMonitor observer-query-frontend-monitor
      Service observer-query-frontend-service
    ServiceAccount observer-store-account
    iam:PartRole observer-store-iam
      Role observer-store-iam
      Policy observer-store-iam-group-3
      RolePolicyAttachment observer-store-iam-group-3
      RolePolicy observer-store-iam-observer
    thanos:Store observer-store-observee
      StatefulSet observer-store-observee
      PodDisruptionBudget observer-store-observee-budget
      ConfigMap observer-store-observee-config
      ServiceMonitor observer-store-observee-monitor
      Service observer-store-observee-service
    thanos:Store observer-store-observer
      StatefulSet observer-store-observer
      PodDisruptionBudget observer-store-observer-budget
      ConfigMap observer-store-observer-config
      ServiceMonitor observer-store-observer-monitor
      Service observer-store-observer-service
    pki:ClientTrust observer-trust-observee
      pki:Authority observer-trust-observee-ca
        SelfSignedCert observer-trust-observee-ca-cert
        PrivateKey observer-trust-observee-ca-key
      pki:Leaf observer-trust-observee-leaf
        LocallySignedCert observer-trust-observee-leaf-cert
        PrivateKey observer-trust-observee-leaf-key
        CertRequest observer-trust-observee-leaf-request
      Secret observer-trust-observee-secret
`;

const FULL = (name: string) => `organization/thanos-fleet/${name}`;

/** Recorded resources of an observer with these observees, all of them connected. */
async function withObservees(...names: readonly string[]): Promise<readonly Recorded[]> {
  const observees = names.map((name) => ({ name, stack: FULL(name) }));
  const references = Object.fromEntries(names.map((name) => [FULL(name), observeeOutputs(name)]));
  return unlessFailed(await run(withKeys(OBSERVER, { observees }), references)).resources;
}

describe("an observer", () => {
  for (const preview of [true, false]) {
    it(`is made of exactly these resources (preview: ${String(preview)})`, async () => {
      const { resources } = await stack("observer", { preview });
      assert.deepEqual(tree(resources), lines(TREE));
    });
  }

  it("keeps the contract with the observees", async () => {
    const { outputs } = await stack("observer");
    assert.equal(observerContract.safeParse(outputs).error, undefined);
  });

  it("outputs the end date of every certificate that it issued", async () => {
    const { outputs } = await stack("observer");
    assert.deepEqual(Object.keys(Object(outputs["certificateEnds"])), [
      "client/observee",
      "clientCa/observee/1",
    ]);
  });

  it("has a CA of its own for each observee", async () => {
    const resources = await withObservees("paris", "lyon", "nantes");
    const cas = resources.filter(({ inputs }) => inputs["isCaCertificate"] === true);
    assert.deepEqual(
      cas.map(({ name }) => name),
      ["lyon", "nantes", "paris"].map((name) => `observer-trust-${name}-ca-cert`),
    );
  });

  it("signs client certificates only", async () => {
    const { resources } = await stack("observer");
    const leaves = resources.filter(({ type }) => type.endsWith(":LocallySignedCert"));
    assert.deepEqual(
      leaves.map(({ inputs }) => inputs["allowedUses"]),
      [["digital_signature", "client_auth"]],
    );
  });

  it("changes no resource of an observee when another one is added", async () => {
    const ofParis = ({ name }: Recorded) => name.includes("paris");
    const alone = (await withObservees("paris")).filter(ofParis);
    assert.ok(alone.length > 10);
    assert.deepEqual((await withObservees("lyon", "paris")).filter(ofParis), alone);
  });

  it("changes only the endpoints, certificates and alerts when an observee is added", async () => {
    const more = await withObservees("paris", "lyon");
    const changed = (await withObservees("paris")).filter(
      (before) =>
        JSON.stringify(before.inputs) !==
        JSON.stringify(more.find((r) => r.name === before.name && r.type === before.type)?.inputs),
    );
    assert.deepEqual(
      changed.map(({ name, inputs }) => `${String(inputs["kind"])} ${name}`),
      [
        "PrometheusRule observer-alerts-members",
        "PrometheusRule observer-alerts-presence",
        "PrometheusRule observer-certificates-ends-ca",
        "PrometheusRule observer-certificates-ends-leaf",
        "Deployment observer-check",
        "ConfigMap observer-check-config",
        "Deployment observer-query",
        "ConfigMap observer-query-endpoints",
      ],
    );
  });

  it("records a metric for each configured cluster, including itself and pending ones", async () => {
    const { resources } = unlessFailed(await run(OBSERVER, {}));
    const members = resources.find(({ name }) => name === "observer-alerts-members");
    assert.deepEqual(
      String(field(members?.inputs, "spec", "groups", 0, "rules", 0, "expr")).match(
        /"member","[^"]+"/g,
      ),
      ["observer", "paris"].map((name) => `"member","${name}"`),
    );
  });

  it("is deployed without any observee", async () => {
    const resources = await withObservees();
    assert.ok(resources.some(({ name }) => name === "observer-query"));
  });
});
