// CRDs of the edges' controllers, installed in a cluster for a test and removed afterwards.
import { apply, kubectl } from "../../../lab/cluster/kubectl";
import { versions } from "../../../lab/versions";
import { certManager, crdObjects, envoyGateway, gatewayApi, traefik } from "./crds";

/** By the API of each. */
export const EDGE_KINDS = {
  "traefik.io": ["IngressRoute", "Middleware", "TLSOption"],
  "gateway.networking.k8s.io": ["Gateway", "GRPCRoute", "ReferenceGrant"],
  "gateway.envoyproxy.io": ["BackendTrafficPolicy"],
  "cert-manager.io": ["Certificate"],
} as const;

const RELEASES = {
  "traefik.io": traefik(versions.traefik),
  "gateway.networking.k8s.io": gatewayApi("v1.5.1"),
  "gateway.envoyproxy.io": envoyGateway("v1.8.3"),
  "cert-manager.io": certManager("v1.19.1"),
} as const;

const present = async (cluster: string): Promise<readonly string[]> =>
  (await kubectl(cluster, ["get", "crd", "--output=name"]))
    .split("\n")
    .map((line) => line.replace(/^.*\//, ""));

/** Installs the missing ones, and returns the names of their CRDs. */
export async function bringEdgeKinds(cluster: string): Promise<readonly string[]> {
  const there = await present(cluster);
  const all = await Promise.all(
    Object.entries(EDGE_KINDS).map(([api, kinds]) =>
      crdObjects(RELEASES[api as keyof typeof EDGE_KINDS], kinds),
    ),
  );
  const missing = all.flat().filter(({ metadata }) => !there.includes(metadata.name));
  if (missing.length === 0) {
    return [];
  }
  const names = missing.map(({ metadata }) => metadata.name);
  await apply(cluster, missing);
  await kubectl(cluster, ["wait", "crd", ...names, "--for=condition=Established", "--timeout=60s"]);
  return names;
}

export const takeAway = async (cluster: string, names: readonly string[]): Promise<void> => {
  if (names.length > 0) {
    await kubectl(cluster, ["delete", "crd", ...names, "--timeout=60s"]);
  }
};
