// Thanos' object store configuration (https://thanos.io/tip/thanos/storage.md), as one YAML text.
import { partition } from "./s3/arn";
import type { StoreType } from "./thanos/types";
import { toYaml } from "../../kubernetes/yaml";

/** A bucket of S3, or of a server that speaks it. */
export interface S3Location {
  readonly type: "S3";
  readonly bucket: string;
  /** Folder in the bucket; the bucket's root without it. */
  readonly prefix?: string | undefined;
  readonly region: string;
  /** `host` or `host:port`, no scheme. */
  readonly endpoint: string;
  /** Where the system's CAs do not know the server: its own, PEM, and the name in its certificate. */
  readonly tls?: { readonly ca: string; readonly serverName: string } | undefined;
}

/** A bucket of another type of Thanos. */
export interface OtherLocation {
  readonly type: StoreType;
  /** Which one it is; its configuration, a secret, stays with whoever uses it. */
  readonly bucket: string;
  readonly prefix?: string | undefined;
}

/** Where blocks are, without any credential: this much crosses stacks. */
export type ObjectStoreLocation = S3Location | OtherLocation;

/** With what a bucket is used. */
export interface ObjectStoreAccess {
  /** Of a bucket of S3; the pods' own identity without it. */
  readonly keys?: ObjectStoreKeys | undefined;
  /** Configuration of a store of any other type, as JSON: an object would be taken apart on its way here. */
  readonly config?: string | undefined;
  readonly plaintext: boolean;
}

/** A key pair of an S3 user. */
export interface ObjectStoreKeys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Key of the Secret that holds the text, and the folder in which parts have the Secret's files. */
export const OBJSTORE_KEY = "objstore.yaml";
export const OBJSTORE_DIR = "/etc/thanos/objstore";
const CA_KEY = "ca.crt";

export const objstoreYaml = (location: ObjectStoreLocation, access: ObjectStoreAccess): string =>
  toYaml({
    type: location.type,
    ...(location.prefix === undefined ? {} : { prefix: location.prefix }),
    config: location.type === "S3" ? s3Config(location, access) : JSON.parse(access.config ?? "{}"),
  });

/**
 * Without keys the pod's own identity is used (IRSA, Pod Identity): `aws_sdk_auth` stays unset, since Pod Identity
 * works only so and IRSA works either way.
 */
const s3Config = (location: S3Location, { keys, plaintext }: ObjectStoreAccess) => ({
  bucket: location.bucket,
  endpoint: location.endpoint,
  region: location.region,
  insecure: plaintext && location.tls === undefined,
  ...(keys === undefined ? {} : { access_key: keys.accessKey, secret_key: keys.secretKey }),
  ...(location.tls === undefined ? {} : { http_config: { tls_config: tlsConfig(location.tls) } }),
});

const tlsConfig = ({ serverName }: NonNullable<S3Location["tls"]>) => ({
  ca_file: `${OBJSTORE_DIR}/${CA_KEY}`,
  server_name: serverName,
});

/** The files of the Secret by which parts find a bucket. */
export const objstoreFiles = (
  location: ObjectStoreLocation,
  access: ObjectStoreAccess,
): Record<string, string> => ({
  [OBJSTORE_KEY]: objstoreYaml(location, access),
  ...(location.type === "S3" && location.tls !== undefined ? { [CA_KEY]: location.tls.ca } : {}),
});

/** Amazon has many endpoints, and one name for a bucket behind all of them; others have one, with a port or without. */
const storeBehind = (endpoint: string): string =>
  /\.amazonaws\.com(?:\.cn)?$/.exec(endpoint)?.[0] ?? endpoint.replace(/:(?:80|443)$/, "");

/** Whether who has credentials at one has them at the other: of Amazon in one partition, which has accounts of its own. */
export const isSameServer = (a: S3Location, b: S3Location): boolean =>
  storeBehind(a.endpoint) === storeBehind(b.endpoint) &&
  (!isAmazon(a) || partition(a.region) === partition(b.region));

const isAmazon = ({ endpoint }: S3Location): boolean => storeBehind(endpoint).startsWith(".");

/** Two locations of one place are the same bucket. */
export const placeOf = (location: ObjectStoreLocation): string =>
  location.type === "S3"
    ? `S3 ${storeBehind(location.endpoint)}/${location.bucket}`
    : `${location.type} ${location.bucket}`;

/** The endpoint of Amazon's S3 in a region. */
export const awsEndpoint = (region: string): string =>
  region.startsWith("cn-") ? `s3.${region}.amazonaws.com.cn` : `s3.${region}.amazonaws.com`;
