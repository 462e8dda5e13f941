// Thanos' object store configuration (https://thanos.io/tip/thanos/storage.md), as one YAML text.
import { partition } from "./s3/arn";
import type { StoreType } from "./thanos/types";
import { toYaml } from "../../kubernetes/yaml";

/** A bucket of S3, or of an S3-compatible server. */
export interface S3Location {
  readonly type: "S3";
  readonly bucket: string;
  /** Folder in the bucket; default: the bucket's root. */
  readonly prefix?: string | undefined;
  readonly region: string;
  /** `host` or `host:port`, no scheme. */
  readonly endpoint: string;
  /** For a server whose certificate the system's CAs do not verify: its CA, PEM, and the name in the certificate. */
  readonly tls?: { readonly ca: string; readonly serverName: string } | undefined;
}

/** A bucket of another Thanos store type. */
export interface OtherLocation {
  readonly type: StoreType;
  /** Identifies the bucket; the store's configuration is a secret and stays in the stacks that use it. */
  readonly bucket: string;
  /** Folder in the bucket; default: the bucket's root. */
  readonly prefix?: string | undefined;
}

/** Location of the blocks without credentials, which may be shared between stacks. */
export type ObjectStoreLocation = S3Location | OtherLocation;

/** Credentials for a bucket. */
export interface ObjectStoreAccess {
  /** For S3; without them the pods' own identity is used. */
  readonly keys?: ObjectStoreKeys | undefined;
  /** Configuration of any other store type, as JSON: Pulumi would unwrap the values of an object. */
  readonly config?: string | undefined;
  /** Whether to use HTTP without TLS; for tests. */
  readonly plaintext: boolean;
}

/** A key pair of an S3 user. */
export interface ObjectStoreKeys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Key of the configuration in the Secret. */
export const OBJSTORE_KEY = "objstore.yaml";
/** Mount path of the Secret in the pods. */
export const OBJSTORE_DIR = "/etc/thanos/objstore";
const CA_KEY = "ca.crt";

/** Text of `--objstore.config-file`. */
export const objstoreYaml = (location: ObjectStoreLocation, access: ObjectStoreAccess): string =>
  toYaml({
    type: location.type,
    prefix: location.prefix,
    config: location.type === "S3" ? s3Config(location, access) : JSON.parse(access.config ?? "{}"),
  });

/**
 * Without keys the pod's own identity is used (IRSA, Pod Identity). `aws_sdk_auth` stays unset: Pod Identity requires
 * that, and IRSA works either way. https://github.com/thanos-io/objstore/issues/131
 */
const s3Config = (location: S3Location, { keys, plaintext }: ObjectStoreAccess) => ({
  bucket: location.bucket,
  endpoint: location.endpoint,
  region: location.region,
  insecure: plaintext && location.tls === undefined,
  access_key: keys?.accessKey,
  secret_key: keys?.secretKey,
  http_config: location.tls && {
    tls_config: { ca_file: `${OBJSTORE_DIR}/${CA_KEY}`, server_name: location.tls.serverName },
  },
});

/** Files of the Secret. */
export const objstoreFiles = (
  location: ObjectStoreLocation,
  access: ObjectStoreAccess,
): Record<string, string> => ({
  [OBJSTORE_KEY]: objstoreYaml(location, access),
  ...(location.type === "S3" && location.tls !== undefined ? { [CA_KEY]: location.tls.ca } : {}),
});

/** Identifies the store: Amazon has many endpoints with one bucket namespace; others have one, maybe with a port. */
const storeBehind = (endpoint: string): string =>
  /\.amazonaws\.com(?:\.cn)?$/.exec(endpoint)?.[0] ?? endpoint.replace(/:(?:80|443)$/, "");

/** Whether credentials for one location are valid for the other. AWS partitions have separate accounts. */
export const isSameServer = (a: S3Location, b: S3Location): boolean =>
  storeBehind(a.endpoint) === storeBehind(b.endpoint) &&
  (!isAmazon(a) || partition(a.region) === partition(b.region));

const isAmazon = ({ endpoint }: S3Location): boolean => storeBehind(endpoint).startsWith(".");

/** Identifier of the bucket, equal for two locations of the same bucket. */
export const bucketId = (location: ObjectStoreLocation): string =>
  location.type === "S3"
    ? `S3 ${storeBehind(location.endpoint)}/${location.bucket}`
    : `${location.type} ${location.bucket}`;

/** Amazon's S3 endpoint in a region. */
export const awsEndpoint = (region: string): string =>
  region.startsWith("cn-") ? `s3.${region}.amazonaws.com.cn` : `s3.${region}.amazonaws.com`;
