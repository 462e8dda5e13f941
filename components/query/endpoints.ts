// The endpoint file of a Query (`--endpoint.sd-config-file`), https://thanos.io/tip/components/query.md/.
import type { Edge } from "../../stacks/contract";
import { PORTS } from "../../kubernetes/ports";
import { toYaml } from "../../kubernetes/yaml";

/** One entry of the file. Thanos reads it leniently, so it is typed here. */
export interface Endpoint {
  readonly address: string;
  /** All addresses behind the name are replicas of one: each query goes to one of them. */
  readonly group?: true;
  /** Asked also while it does not answer, so that the query says what it lacks. Only for plain addresses. */
  readonly strict?: true;
  readonly client_config?: {
    readonly tls_config: {
      readonly enabled: true;
      readonly cert_file: string;
      readonly key_file: string;
      /** The system's CAs without it. */
      readonly ca_file?: string;
      readonly insecure_skip_verify: false;
      readonly min_version: "1.3";
    };
    readonly server_name: string;
    readonly compression: "snappy";
  };
}

/** Folder under which a TLS querier finds one folder of certificates per observee. */
export const CLIENT_TLS_DIR = "/etc/thanos/tls";

/** Folder under which a TLS querier finds one folder per Secret for those who are no observees. */
export const OTHER_TLS_DIR = "/etc/thanos/other-tls";

/** A StoreAPI of somebody else. */
export interface OtherEndpoint {
  readonly address: string;
  /** All addresses behind the name are replicas of one. */
  readonly group: boolean;
}

/** The same by mutual TLS. */
export interface OtherTlsEndpoint {
  /** `host:port`, as Thanos is to dial it. */
  readonly address: string;
  readonly tls: { readonly secretName: string; readonly serverName: string };
}

export const other = ({ address, group }: OtherEndpoint): Endpoint => ({
  address,
  ...(group ? { group } : {}),
  // Thanos does not start with a name to resolve that is strict.
  ...(group || address.includes("+") ? {} : { strict: true }),
});

export const otherOverMutualTls = ({ address, tls }: OtherTlsEndpoint): Endpoint =>
  mutualTls(address, tls.serverName, `${OTHER_TLS_DIR}/${tls.secretName}`);

/**
 * A part of this cluster any pod of which can answer for it: asked also while none does, so that the query says what it
 * lacks. Thanos keeps to one pod for as long as that is there, and then takes another one of the name's.
 */
export const anyPod = (service: string, namespace: string): Endpoint => ({
  address: `${service}.${namespace}.svc:${String(PORTS.grpc)}`,
  strict: true,
});

/**
 * Replicas of one part in this cluster, found by the SRV records of its headless Service; they take turns. With none of
 * them there nobody is asked and nothing said: Thanos takes no name to resolve that is strict.
 */
export const replicas = (service: string, namespace: string): Endpoint => ({
  address: `dnssrv+_grpc._tcp.${service}.${namespace}.svc`,
  group: true,
});

/** Every pod behind a headless Service is asked, for each holds data of its own. Without a pod nothing is said, as above. */
export const everyPod = (service: string, namespace: string): Endpoint => ({
  address: `dnssrv+_grpc._tcp.${service}.${namespace}.svc`,
});

export const overMutualTls = (observee: Edge & { readonly name: string }): Endpoint =>
  mutualTls(
    observee.address,
    observee.serverName,
    `${CLIENT_TLS_DIR}/${observee.name}`,
    observee.serverCa !== undefined,
  );

/**
 * Somebody over mutual TLS, with the certificates of a folder. The address stays a plain `host:port`: Thanos ignores
 * `client_config` on addresses that it resolves itself. Nothing is inherited from `default_client_config`, whose fault
 * would drop every endpoint.
 */
function mutualTls(address: string, serverName: string, folder: string, hasCa = true): Endpoint {
  return {
    address,
    // Whoever cannot be reached is a warning in every answer, never silently missing.
    strict: true,
    client_config: {
      tls_config: {
        enabled: true,
        cert_file: `${folder}/tls.crt`,
        key_file: `${folder}/tls.key`,
        ...(hasCa ? { ca_file: `${folder}/ca.crt` } : {}),
        insecure_skip_verify: false,
        min_version: "1.3",
      },
      server_name: serverName,
      compression: "snappy",
    },
  };
}

/** The file's text. */
export const endpointFile = (endpoints: readonly Endpoint[]): string => toYaml({ endpoints });
