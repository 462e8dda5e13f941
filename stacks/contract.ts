// The contract between stacks: schemas of the outputs that stacks read of each other.
import { z } from "zod";
import { DURATION } from "../kubernetes/duration";
import { STORE_TYPES, type StoreType } from "../components/object-store/thanos/types";
import { isBundle, isCertificate } from "../components/pki/certificates/pem";

/** Version of the contract. Readers reject any other. */
export const CONTRACT_SCHEMA = 1 as const;

/** One PEM certificate. */
export const pemCertificate = z.string().refine(isCertificate, "must be one PEM certificate");

/** PEM certificates: one, or two during the rotation of their CA. */
export const pemBundle = z.string().refine(isBundle, "must be PEM certificates and nothing else");

/** UID of the namespace kube-system, which identifies the cluster; stacks of older programs have none. */
export const clusterUid = z.string().min(1).optional();

/** SHA-256 fingerprints of certificates, as `openssl x509 -fingerprint -sha256` prints them. */
export const fingerprints = z.array(z.string().min(1));

/** End dates of certificates, RFC 3339, by name such as `client/paris`. */
export const ends = z.record(z.string(), z.string());

const bucket = z.string().min(1);
const prefix = z.string().min(1).optional();
const otherTypes = Object.keys(STORE_TYPES) as StoreType[];

/** Where a cluster's blocks are, without credentials. */
export const objectStoreLocation = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("S3"),
    bucket,
    prefix,
    region: z.string().min(1),
    endpoint: z.string().min(1),
    tls: z.strictObject({ ca: pemBundle, serverName: z.string().min(1) }).optional(),
  }),
  z.strictObject({ type: z.enum(otherTypes), bucket, prefix }),
]);

/** Outputs of an observee that the observer reads: its connection, via edge or via remote write. */
export const observeeContract = z
  .object({
    schema: z.literal(CONTRACT_SCHEMA),
    cluster: z.string().min(1),
    /** `host:port` of its edge; absent where it remote-writes to Receive. */
    address: z.string().min(1).optional(),
    /** Name in the server certificate; absent with `address`. */
    serverName: z.string().min(1).optional(),
    /** CA certificates of the server certificate; the system's CAs are used without it. */
    serverCa: pemBundle.optional(),
    /** CA certificates of its client certificate for Receive. */
    writerCa: pemBundle.optional(),
    /** CA certificates of its client certificate for the observer's Alertmanager. */
    senderCa: pemBundle.optional(),
    /** SHA-256 fingerprints of the client CAs that its edge accepts, and of the server CAs that it trusts. */
    trusts: fingerprints,
    objectStore: objectStoreLocation,
    /** How long its Compactor keeps a block that is marked for deletion; default: Thanos' own, 48 h. */
    deleteDelay: z.string().regex(DURATION, "must be a duration").optional(),
    /** Its scrape interval; default: the observer's. */
    scrapeInterval: z.string().regex(DURATION, "must be a duration").optional(),
    /** KMS key that encrypts the bucket; absent where the store's own default applies. */
    kmsKeyArn: z.string().min(1).optional(),
    thanosVersion: z.string().min(1),
    certificateEnds: ends,
    clusterUid,
  })
  .refine(
    // The edge's fields are absent together. The return type keeps this from narrowing the contract's type.
    ({ address, serverName, writerCa }): boolean =>
      writerCa !== undefined || (address !== undefined && serverName !== undefined),
    {
      path: ["address"],
      error: "is required together with serverName, unless there is a writerCa",
    },
  );

/** Address and identity of an edge. */
export interface Edge {
  readonly address: string;
  readonly serverName: string;
  readonly serverCa?: string | undefined;
}

/** The edge of an observee; undefined where it remote-writes to Receive. */
export const edgeOf = ({
  address,
  serverName,
  serverCa,
}: {
  readonly [part in keyof Edge]?: string | undefined;
}): Edge | undefined =>
  address === undefined || serverName === undefined ? undefined : { address, serverName, serverCa };

/** Address and identity of a server on the observer that observees call: Receive, or Alertmanager's edge. */
export const serverEndpoint = z.object({
  /** `host:port` to dial. */
  address: z.string().min(1),
  /** Name in its server certificate. */
  serverName: z.string().min(1),
  /** CA certificates of its server certificate. */
  serverCa: pemBundle,
});

export type ServerEndpoint = z.infer<typeof serverEndpoint>;

/** Properties of a fleet member that no other member may share. */
const member = z.object({
  /** Full name of its stack; absent where its outputs are supplied as literal values. */
  stack: z.string().min(1).optional(),
  /** Location of its blocks; absent while it is pending, and for a store inside its cluster. */
  objectStore: objectStoreLocation.optional(),
  clusterUid,
});

/** Members of the fleet, by cluster. */
export type Members = Readonly<Record<string, z.infer<typeof member>>>;

/** Outputs of the observer that an observee reads. */
export const observerContract = z.object({
  schema: z.literal(CONTRACT_SCHEMA),
  cluster: z.string().min(1),
  /** For each observee the client CA certificates that its edge must accept. */
  clientCa: z.record(z.string(), z.array(pemCertificate).min(1)),
  /** By observee, SHA-256 fingerprints of its CAs that the observer trusts: server, writer and sender CAs. */
  trusts: z.record(z.string(), fingerprints),
  /** The observer and its observees, by cluster; empty for observers of older programs. */
  members: z.record(z.string(), member).default({}),
  /** Its Receive, if it has one. */
  receive: serverEndpoint.optional(),
  /** Its Alertmanager's edge, if observees may send alerts to it. */
  alertmanager: serverEndpoint.optional(),
  certificateEnds: ends,
  clusterUid,
  /** IAM role that reads the observees' buckets; absent where key pairs are used. */
  storeReaderRoleArn: z.string().min(1).optional(),
});

export type ObserveeContract = z.infer<typeof observeeContract>;
export type ObserverContract = z.infer<typeof observerContract>;
