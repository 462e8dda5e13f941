// Thanos' object store configuration (https://thanos.io/tip/thanos/storage.md/#s3), as one YAML text.
import { toYaml } from "./yaml";

/** Where blocks are, without any credential: this much crosses stacks. */
export interface ObjectStoreLocation {
  readonly type: "S3";
  readonly bucket: string;
  /** Folder in the bucket; the bucket's root without it. */
  readonly prefix?: string | undefined;
  readonly region: string;
  /** `host` or `host:port`, no scheme. */
  readonly endpoint: string;
}

/** A key pair of an S3 user. */
export interface ObjectStoreKeys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Key of the Secret that holds the text. */
export const OBJSTORE_KEY = "objstore.yaml";

/**
 * Without keys the pod's own identity is used (IRSA, Pod Identity): `aws_sdk_auth` stays unset, since Pod Identity
 * works only so and IRSA works either way.
 */
export function objstoreYaml(
  location: ObjectStoreLocation,
  access: { readonly keys?: ObjectStoreKeys | undefined; readonly plaintext: boolean },
): string {
  return toYaml({
    type: location.type,
    ...(location.prefix === undefined ? {} : { prefix: location.prefix }),
    config: {
      bucket: location.bucket,
      endpoint: location.endpoint,
      region: location.region,
      insecure: access.plaintext,
      ...(access.keys === undefined
        ? {}
        : { access_key: access.keys.accessKey, secret_key: access.keys.secretKey }),
    },
  });
}

/** The endpoint of Amazon's S3 in a region. */
export const awsEndpoint = (region: string): string =>
  region.startsWith("cn-") ? `s3.${region}.amazonaws.com.cn` : `s3.${region}.amazonaws.com`;
