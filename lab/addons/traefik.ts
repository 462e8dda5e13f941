// Traefik, for tests that need it: CRDs and RBAC from its Go module, and a Deployment.
import * as fs from "node:fs";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { images } from "../build/images";
import { deployment } from "./deployment";
import { builtFile } from "../build/programs";
import { apply, kubectl } from "../cluster/kubectl";
import type { Cluster } from "../cluster/machines";
import { provide } from "./images";

const namespace = "traefik";
const name = "traefik";
const labels = { "app.kubernetes.io/name": name };

/** TLS port at the node's address. */
export const traefikPort = 8443;
/** Plain HTTP port. */
export const traefikPlainPort = 8000;

/** Rejects routes of one host with different TLS options, instead of using the default options for both. */
export const strictTlsOptions = "--core.strictTLSOptions=true";

const document = z.record(z.string(), z.unknown());
const objectsOf = (file: string): z.infer<typeof document>[] =>
  parseAllDocuments(
    fs.readFileSync(builtFile("traefik", "dynamic-configuration", file), "utf8"),
  ).map((each) => document.parse(each.toJS()));

const crds = (): object[] => objectsOf("kubernetes-crd-definition-v1.yml");

/** Upstream's RBAC rules for both providers. */
const rules = (): unknown[] =>
  ["kubernetes-crd-rbac.yml", "kubernetes-ingress-nginx-rbac.yml"]
    .flatMap(objectsOf)
    .filter(({ kind }) => kind === "ClusterRole")
    .flatMap((role) => z.array(z.unknown()).parse(role["rules"]));

const rbac = "rbac.authorization.k8s.io";

/** `kubernetescrd` reads Traefik's own resources, `kubernetesingressnginx` Ingresses of the class nginx. */
const args = [
  "--providers.kubernetescrd=true",
  // The only namespace whose TLSOption `default` takes effect.
  "--providers.kubernetescrd.defaultTLSResourcesNamespace=thanos",
  "--providers.kubernetesingressnginx=true",
  // `up` waits for an Ingress to have an address: that of Traefik's own Service.
  `--providers.kubernetesingressnginx.publishservice=${namespace}/${name}`,
  `--entrypoints.web.address=:${String(traefikPlainPort)}`,
  `--entrypoints.websecure.address=:${String(traefikPort)}`,
  "--entrypoints.websecure.http.tls=true",
  "--ping=true",
  "--log.level=DEBUG",
  "--global.checknewversion=false",
  "--global.sendanonymoususage=false",
];

const objects = (more: readonly string[]): object[] => [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
  { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name }, rules: rules() },
  {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
    subjects: [{ kind: "ServiceAccount", name, namespace }],
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "nginx" },
    spec: { controller: "k8s.io/ingress-nginx" },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: {
      type: "LoadBalancer",
      selector: labels,
      ports: [
        { name: "websecure", port: traefikPort, targetPort: "websecure" },
        { name: "web", port: traefikPlainPort, targetPort: "web" },
      ],
    },
  },
  traefikDeployment(more),
];

const traefikDeployment = (more: readonly string[]): object =>
  deployment({
    name,
    namespace,
    labels,
    user: 65532,
    container: {
      image: images.traefik.name,
      args: [...args, ...more],
      ports: [
        { name: "websecure", containerPort: traefikPort },
        { name: "web", containerPort: traefikPlainPort },
        { name: "ping", containerPort: 8080 },
      ],
      readinessProbe: { httpGet: { path: "/ping", port: "ping" }, periodSeconds: 2 },
    },
  });

/** Builds and starts Traefik in a cluster; `more` are additional arguments. */
export async function startTraefik(cluster: Cluster, ...more: readonly string[]): Promise<void> {
  await provide(cluster, "traefik");
  await apply(cluster.name, crds());
  const established = ["--for=condition=Established", "--timeout=60s"];
  await kubectl(cluster.name, ["wait", "crd", "tlsoptions.traefik.io", ...established]);
  await apply(cluster.name, objects(more));
  const rollout = ["rollout", "status", `deployment/${name}`, `--namespace=${namespace}`];
  await kubectl(cluster.name, [...rollout, "--timeout=120s"]);
}

/** Keeps the CRDs: deleting them would delete all their objects, forgotten ones included. */
export async function stopTraefik(cluster: Cluster): Promise<void> {
  const gone = ["--ignore-not-found", "--timeout=60s"];
  await kubectl(cluster.name, ["delete", "namespace", namespace, ...gone]);
  await kubectl(cluster.name, ["delete", "ingressclass", "nginx", ...gone]);
  await kubectl(cluster.name, ["delete", "clusterrole,clusterrolebinding", name, ...gone]);
}
