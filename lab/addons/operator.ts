// prometheus-operator: CRDs and RBAC from its Go module, and a Deployment.
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { images } from "../build/images";
import { deployment } from "./deployment";
import { builtFile } from "../build/programs";
import { cacheDir, writeFile } from "../paths";

const namespace = "prometheus-operator";
const name = "prometheus-operator";

/** Path of the CRDs as one file in the cache, without descriptions, which halves its size. */
export function crdFile(): string {
  const folder = builtFile("operator", "prometheus-operator-crd");
  const home = path.basename(builtFile("operator"));
  const file = path.join(cacheDir(), "crds", `${home}.json`);
  if (!fs.existsSync(file)) {
    const items = fs
      .readdirSync(folder)
      .sort()
      .map((each) => withoutDescriptions(parse(fs.readFileSync(path.join(folder, each), "utf8"))));
    writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  }
  return file;
}

function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDescriptions);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  // A property named "description" is a schema, not a string, and is kept.
  const kept = Object.entries(value).filter(
    ([key, inner]) => !(key === "description" && typeof inner === "string"),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDescriptions(inner)]));
}

const clusterRole = z.looseObject({ kind: z.literal("ClusterRole"), rules: z.array(z.unknown()) });

/** Upstream's ClusterRole, and a Deployment of the lab. */
export function operator(): object[] {
  const file = builtFile("operator", "prometheus-operator/prometheus-operator-cluster-role.yaml");
  const { rules } = clusterRole.parse(parse(fs.readFileSync(file, "utf8")));
  const rbac = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name }, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    operatorDeployment(),
  ];
}

const operatorDeployment = (): object =>
  deployment({
    name,
    namespace,
    labels: { "app.kubernetes.io/name": name },
    user: 65534,
    container: {
      image: images.operator.name,
      args: [
        `--prometheus-config-reloader=${images.reloader.name}`,
        "--kubelet-endpoints=false",
        "--log-level=info",
      ],
      ports: [{ name: "http", containerPort: 8080 }],
      readinessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 2 },
    },
  });
