// Builds a Query's endpoint file (`--endpoint.sd-config-file`), https://thanos.io/tip/components/query.md/.
import type { Edge } from "../../stacks/contract";
import { PORTS } from "../../kubernetes/ports";
import { toYaml } from "../../kubernetes/yaml";
import type { QueryConfig } from "./config";

/** One entry of the file. Thanos parses the file leniently, so the types here are the only check. */
export interface Endpoint {
  readonly address: string;
  /** All addresses that the name resolves to are replicas: each query goes to one of them. */
  readonly group?: true;
  /** Queried even while down, so that answers have a warning. Only for addresses that Thanos need not resolve. */
  readonly strict?: true;
  readonly client_config?: {
    readonly tls_config: {
      readonly enabled: true;
      readonly cert_file: string;
      readonly key_file: string;
      /** Default: the system's CAs. */
      readonly ca_file?: string;
      readonly insecure_skip_verify: false;
      readonly min_version: "1.3";
    };
    readonly server_name: string;
    readonly compression: "snappy";
  };
}

/** Mount path of the client certificates: one folder per observee. */
export const CLIENT_TLS_DIR = "/etc/thanos/tls";

/** Mount path of supplied certificates: one folder per Secret, for endpoints that are not observees. */
export const OTHER_TLS_DIR = "/etc/thanos/other-tls";

type EndpointConfig = QueryConfig["endpoints"][number];

/** A StoreAPI from configuration that is reached over mutual TLS. */
export type OtherTlsEndpoint = Required<Pick<EndpointConfig, "address" | "tls">>;

/** A StoreAPI from configuration that is reached without TLS. */
export const extraEndpoint = ({ address, group }: EndpointConfig): Endpoint => ({
  address,
  group: group || undefined,
  // Thanos does not start with a strict endpoint that it has to resolve.
  strict: group || address.includes("+") ? undefined : true,
});

export const otherOverMutualTls = ({ address, tls }: OtherTlsEndpoint): Endpoint =>
  mutualTls(address, tls.serverName, `${OTHER_TLS_DIR}/${tls.secretName}`);

/**
 * A Service of this cluster, any pod of which can answer. Strict, so that the answer has a warning while no pod is up.
 * Thanos stays with one pod until it is gone, then connects to another address of the name.
 */
export const anyPod = (service: string, namespace: string): Endpoint =>
  podAt(`${service}.${namespace}.svc`);

/** One pod of a StatefulSet, by its name in the StatefulSet's headless Service. Strict, since no other has its data. */
export const onePod = (pod: string, service: string, namespace: string): Endpoint =>
  podAt(`${pod}.${service}.${namespace}.svc`);

const podAt = (host: string): Endpoint => ({
  address: `${host}:${String(PORTS.grpc)}`,
  strict: true,
});

/**
 * Queries every pod behind a headless Service, since each holds different data. While there are none, answers lack them
 * without a warning: Thanos accepts no strict endpoint that it has to resolve.
 */
export const everyPod = (service: string, namespace: string): Endpoint => ({
  address: `dnssrv+_grpc._tcp.${service}.${namespace}.svc`,
});

/**
 * Every pod behind a headless Service, where one that is down leaves no gap. The second endpoint repeats the data of one
 * of them, which Query merges; it is strict, so that the answer has a warning while all pods are down.
 */
export const everyReplica = (service: string, namespace: string): Endpoint[] => [
  everyPod(service, namespace),
  anyPod(service, namespace),
];

/** An observee, with the client certificate for it. */
export const overMutualTls = (observee: Edge & { readonly name: string }): Endpoint =>
  mutualTls(
    observee.address,
    observee.serverName,
    `${CLIENT_TLS_DIR}/${observee.name}`,
    observee.serverCa !== undefined,
  );

/**
 * An endpoint over mutual TLS, with the certificates of one folder. The address is a plain `host:port`: Thanos ignores
 * `client_config` on addresses that it resolves itself. `default_client_config` is unused: an error there would drop
 * every endpoint.
 */
function mutualTls(address: string, serverName: string, folder: string, ownCa = true): Endpoint {
  return {
    address,
    // While the endpoint cannot be reached, every answer has a warning.
    strict: true,
    client_config: {
      tls_config: {
        enabled: true,
        cert_file: `${folder}/tls.crt`,
        key_file: `${folder}/tls.key`,
        ca_file: ownCa ? `${folder}/ca.crt` : undefined,
        insecure_skip_verify: false,
        min_version: "1.3",
      },
      server_name: serverName,
      compression: "snappy",
    },
  };
}

/** YAML text of the file. */
export const endpointFile = (endpoints: readonly Endpoint[]): string => toYaml({ endpoints });
