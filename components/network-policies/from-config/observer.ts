// Derives from the observer's settings what its NetworkPolicies allow: the parts that run, the optional flows, and the
// peers outside.
import type { ObserverSettings } from "../../../config/observer";
import type { ObserveeContract } from "../../../stacks/contract";
import { optionalParts } from "../../parts";
import { PORTS } from "../../../kubernetes/ports";
import type { Condition } from "../flows";
import type { Part } from "../parties";
import type { Network } from "../spec";
import { anywhere, peerFor } from "../peers";
import { controllersOfClasses } from "./controllers";
import { identityOf, sharedNetwork, storePeer, when } from "./shared";

const HTTPS = 443;
/** Policies match the port behind the Service `kubernetes`, usually 6443. */
const API_SERVER = 6443;

/** Addresses in the observees' contracts. */
type Observed = Pick<ObserveeContract, "address" | "objectStore">;

/** `observees`: contracts that have been read. */
export function observerNetwork(
  config: Omit<ObserverSettings, "observees">,
  observees: readonly Observed[],
): Network {
  const shared = sharedNetwork(config);
  const { query, queryFrontend, store, receive, grafana } = config;
  const ingresses = [query.publish, queryFrontend.publish, grafana.ingress].filter(
    (ingress) => ingress !== undefined,
  );
  const parts: readonly Part[] = [
    ...(["query", "queryFrontend", "store", "fleetCheck"] as const),
    ...when<Part>(config.tlsQuerier.layout === "perObservee", "tlsQuerier"),
    ...when<Part>(store.indexCache.kind === "memcached", "indexCache"),
    ...when<Part>(store.bucketCache?.kind === "memcached", "bucketCache"),
    ...when<Part>(queryFrontend.responseCache.kind === "memcached", "responseCache"),
    ...optionalParts("observer", config).map(({ part }) => part),
    ...when<Part>(grafana.enabled, "grafana"),
    // Their certificates are not issued here; the issuer may be cert-manager.
    ...when<Part>(ingresses.length > 0, "acmeSolver"),
  ];
  const conditions: readonly Condition[] = [
    ...when<Condition>(config.tlsQuerier.layout === "query", "queryLayout"),
    ...when<Condition>(query.nodePort !== undefined, "queryNodePort"),
    ...when<Condition>(queryFrontend.nodePort !== undefined, "queryFrontendNodePort"),
    ...when<Condition>(query.publish !== undefined, "queryPublished"),
    ...when<Condition>(queryFrontend.publish !== undefined, "queryFrontendPublished"),
    ...when<Condition>(receive !== undefined, "receive"),
    ...when<Condition>(config.alertmanager?.edge !== undefined, "alertmanagerEdge"),
    ...when<Condition>(grafana.nodePort !== undefined, "grafanaNodePort"),
    ...when<Condition>(grafana.ingress !== undefined, "grafanaIngress"),
  ];
  const { morePorts } = config.networkPolicies;
  const edges = observees.flatMap(({ address }) => (address === undefined ? [] : [address]));
  const types = observees.map(({ objectStore }) => objectStore.type);
  return {
    ...shared,
    parts: new Set([...shared.parts, ...parts]),
    conditions: new Set([...shared.conditions, ...conditions]),
    outside: {
      ...shared.outside,
      controller: controllersOfClasses(
        config.networkPolicies,
        ingresses.map(({ ingressClassName }) => ingressClassName),
      ),
      apiServer: [anywhere(HTTPS, API_SERVER, ...morePorts.grafana)],
      endpoints: [
        ...query.endpoints.map(({ address, tls }) =>
          peerFor(address, tls === undefined ? PORTS.grpc : HTTPS),
        ),
        ...when(morePorts.query.length > 0, anywhere(...morePorts.query)),
      ],
      edges: [
        ...edges.map((address) => peerFor(address, HTTPS)),
        // Traffic to a load balancer of the same cluster bypasses it: the policy sees the pods' port.
        ...when(config.sameCluster && edges.length > 0, anywhere(PORTS.grpc)),
        ...when(morePorts.tlsQuerier.length > 0, anywhere(...morePorts.tlsQuerier)),
      ],
      observeeStores: [
        ...observees.map(({ objectStore }) => storePeer(objectStore)),
        ...when(config.sameCluster && observees.length > 0, anywhere(PORTS.s3, PORTS.s3Reader)),
      ],
      identity: [...(shared.outside.identity ?? []), ...types.flatMap(identityOf)],
    },
  };
}
