// An observee: exactly what it is made of, and what it tells the observer.
import * as assert from "node:assert/strict";
import { SERVER_CA } from "../../../tools/render/certificates";
import { observeeContract } from "../../../stacks/contract";
import { field, workloads } from "../../policy/objects";
import { stack } from "../../support/fleet";
import { lines, tree } from "../../support/resource-tree";

const TREE = `
  fleet:Observee observee
    fleet:Alerts observee-alerts
      PrometheusRule observee-alerts-blocks
      PrometheusRule observee-alerts-compact
      PrometheusRule observee-alerts-evaluation
      PrometheusRule observee-alerts-presence
      PrometheusRule observee-alerts-requests
      PrometheusRule observee-alerts-scrapes
      PrometheusRule observee-alerts-volumes
    PrometheusRule observee-certificates-alerts
    PrometheusRule observee-certificates-ends-ca
    PrometheusRule observee-certificates-ends-leaf
    edge:Exposure observee-edge
      Service observee-edge
    fleet:ClusterMetrics observee-metrics
      store:Bucket observee-metrics-bucket
        Bucket observee-metrics-bucket
        BucketServerSideEncryptionConfiguration observee-metrics-bucket-encryption
        store:BucketKey observee-metrics-bucket-key
          Key observee-metrics-bucket-key
          Alias observee-metrics-bucket-key-alias
        BucketLifecycleConfiguration observee-metrics-bucket-lifecycle
        BucketOwnershipControls observee-metrics-bucket-ownership
        BucketPolicy observee-metrics-bucket-policy
        BucketPublicAccessBlock observee-metrics-bucket-public-access
        BucketVersioning observee-metrics-bucket-versioning
      thanos:Compact observee-metrics-compact
        StatefulSet observee-metrics-compact
        ServiceAccount observee-metrics-compact-account
        ServiceMonitor observee-metrics-compact-monitor
        Service observee-metrics-compact-service
      iam:PartRole observee-metrics-compact-iam
        Role observee-metrics-compact-iam
        RolePolicy observee-metrics-compact-iam-observee
      Namespace observee-metrics-namespace
      store:ObjectStoreSecret observee-metrics-objstore
        Secret observee-metrics-objstore
      prometheus:Prometheus observee-metrics-prometheus
        Prometheus observee-metrics-prometheus
        ServiceAccount observee-metrics-prometheus-account
        ServiceMonitor observee-metrics-prometheus-monitor
        ClusterRole observee-metrics-prometheus-role
        ClusterRoleBinding observee-metrics-prometheus-role-binding
        Secret observee-metrics-prometheus-scrapes
        Service observee-metrics-prometheus-service
        ServiceMonitor observee-metrics-prometheus-sidecar-monitor
        Service observee-metrics-prometheus-sidecar-service
      iam:PartRole observee-metrics-prometheus-iam
        Role observee-metrics-prometheus-iam
        RolePolicy observee-metrics-prometheus-iam-observee
    network:Policies observee-network
      NetworkPolicy observee-network-default-deny
      NetworkPolicy observee-network-prometheus
      NetworkPolicy observee-network-thanos-compact
      NetworkPolicy observee-network-thanos-query-leaf
    thanos:Query observee-query-leaf
      Deployment observee-query-leaf
      ServiceAccount observee-query-leaf-account
      PodDisruptionBudget observee-query-leaf-budget
      ConfigMap observee-query-leaf-endpoints
      ServiceMonitor observee-query-leaf-monitor
      Service observee-query-leaf-service
    pki:EdgeTrust observee-trust
      pki:Authority observee-trust-ca
        SelfSignedCert observee-trust-ca-cert
        PrivateKey observee-trust-ca-key
      Secret observee-trust-client-ca
      pki:Leaf observee-trust-leaf
        LocallySignedCert observee-trust-leaf-cert
        PrivateKey observee-trust-leaf-key
        CertRequest observee-trust-leaf-request
      Secret observee-trust-server
`;

const leafArgs = async (name: string): Promise<readonly string[]> => {
  const leaf = workloads((await stack(name)).resources).find((w) => w.id === "observee-query-leaf");
  return leaf?.spec.template.spec.containers[0]?.args ?? [];
};

describe("an observee", () => {
  for (const preview of [true, false]) {
    it(`is made of exactly these resources (preview: ${String(preview)})`, async () => {
      const { resources } = await stack("observee", { preview });
      assert.deepEqual(tree(resources), lines(TREE));
    });

    it(`behind an Ingress has that in the place of the Service (preview: ${String(preview)})`, async () => {
      const { resources } = await stack("ingress", { preview });
      assert.ok(tree(resources).includes("    Ingress observee-edge"));
      assert.ok(!tree(resources).includes("    Service observee-edge"));
    });
  }

  for (const name of ["observee", "ingress"] as const) {
    it(`keeps the contract with the observer (${name})`, async () => {
      const { outputs } = await stack(name);
      assert.equal(observeeContract.safeParse(outputs).error, undefined);
    });
  }

  it("outputs the load balancer's host name as its address", async () => {
    const { outputs } = await stack("observee");
    assert.equal(outputs["address"], "edge.observee.example.com:443");
  });

  it("behind an Ingress outputs the Ingress' host name as its address", async () => {
    const { outputs } = await stack("ingress");
    assert.equal(outputs["address"], "thanos.paris.example.com:443");
  });

  it("outputs its server CA, not the client CA", async () => {
    const { outputs } = await stack("observee");
    assert.equal(outputs["serverCa"], SERVER_CA);
  });

  it("signs a server certificate only", async () => {
    const { resources } = await stack("observee");
    const leaves = resources.filter(({ type }) => type.endsWith(":LocallySignedCert"));
    assert.deepEqual(
      leaves.map(({ inputs }) => inputs["allowedUses"]),
      [["digital_signature", "server_auth"]],
    );
  });

  it("verifies client certificates at the leaf Query behind a load balancer", async () => {
    const args = await leafArgs("observee");
    assert.ok(args.includes("--grpc-server-tls-client-ca=/etc/thanos/client-ca/ca.crt"));
  });

  it("behind an Ingress verifies client certificates at the Ingress", async () => {
    const { resources } = await stack("ingress");
    const edge = resources.find(({ inputs }) => inputs["kind"] === "Ingress");
    const annotation = (name: string) =>
      field(edge?.inputs, "metadata", "annotations", `nginx.ingress.kubernetes.io/${name}`);
    assert.equal(annotation("auth-tls-verify-client"), "on");
    assert.equal(annotation("auth-tls-secret"), "thanos/thanos-client-ca");
  });

  it("creates buckets at other endpoints without AWS' settings and without versioning", async () => {
    const { resources } = await stack("ingress");
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("aws:")).map(({ name }) => name),
      ["observee-metrics-bucket"],
    );
  });
});
