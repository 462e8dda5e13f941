// The contract between stacks: what one stack's outputs promise to the others, and how they are checked on arrival.
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { DURATION } from "../kubernetes/duration";
import { STORE_TYPES, type StoreType } from "../components/object-store/thanos/types";
import { isBundle, isCertificate } from "../components/pki/pem";
import { PHASES } from "../components/pki/rotation";

/** Version of the contract. A reader refuses another one. */
export const CONTRACT_SCHEMA = 1 as const;

const pemCertificate = z.string().refine(isCertificate, "it must be one PEM certificate");

/** One or two certificates in one text: two while their CA is rotated. */
const pemBundle = z.string().refine(isBundle, "it must be PEM certificates and nothing else");

/** Where a CA's rotation stands, as the stack that owns it left it. */
const rotation = z.object({
  generation: z.number().int().min(1),
  phase: z.enum(PHASES),
});

/** UID of the cluster's namespace kube-system, by which it can be told from others; an older stack has none. */
const clusterUid = z.string().min(1).optional();

/** The same, and since when the leaf of the authority that signs has been there, RFC 3339. */
const rotationWithLeaf = rotation.extend({ leafSince: z.string().optional() });

const fingerprints = z.array(z.string().min(1));

const ends = z.record(z.string(), z.string());

const bucket = z.string().min(1);
const prefix = z.string().min(1).optional();
const otherTypes = Object.keys(STORE_TYPES) as StoreType[];

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

/** What an observee tells the observer: how to reach it, or how to know it when it pushes. */
export const observeeContract = z
  .object({
    schema: z.literal(CONTRACT_SCHEMA),
    cluster: z.string().min(1),
    /** `host:port` to dial; absent where it pushes. */
    address: z.string().min(1).optional(),
    /** Name in the server certificate. */
    serverName: z.string().min(1).optional(),
    /** CA certificates of the server certificate; the system's are trusted without it. */
    serverCa: pemBundle.optional(),
    /** CA certificates of the certificate with which it writes to Receive. */
    writerCa: pemBundle.optional(),
    /** CA certificates of the certificate with which it sends alerts to the observer's Alertmanager. */
    senderCa: pemBundle.optional(),
    /** SHA-256 fingerprints of the client CAs that its edge accepts, and of the server CAs that it calls. */
    trusts: fingerprints,
    objectStore: objectStoreLocation,
    /** How long its Compactor leaves a block that is marked for deletion; Thanos' default without it. */
    deleteDelay: z.string().regex(DURATION, "it must be a duration").optional(),
    /** How far apart its samples are; as the observer's without it. */
    scrapeInterval: z.string().regex(DURATION, "it must be a duration").optional(),
    /** Key that encrypts the bucket; absent where the store does as it likes. */
    kmsKeyArn: z.string().min(1).optional(),
    thanosVersion: z.string().min(1),
    certificateEnds: ends,
    clusterUid,
  })
  .refine(
    // The edge's two are absent together; no type may be narrowed by this.
    ({ address, serverName, writerCa }): boolean =>
      writerCa !== undefined || (address !== undefined && serverName !== undefined),
    "it must have address and serverName, or writerCa where it pushes",
  );

/** An edge to dial. */
export interface Edge {
  readonly address: string;
  readonly serverName: string;
  readonly serverCa?: string | undefined;
}

/** The edge of an observee; undefined where it pushes. */
export const edgeOf = ({
  address,
  serverName,
  serverCa,
}: {
  readonly [part in keyof Edge]?: string | undefined;
}): Edge | undefined =>
  address === undefined || serverName === undefined ? undefined : { address, serverName, serverCa };

/** Where a part of the observer is that observees call, and whom it must be. */
export const serverEndpoint = z.object({
  /** `host:port` to dial. */
  address: z.string().min(1),
  /** Name in its server certificate. */
  serverName: z.string().min(1),
  /** CA certificates of its server certificate. */
  serverCa: pemBundle,
});

export type ServerEndpoint = z.infer<typeof serverEndpoint>;

/** What a member of the fleet has for itself alone. */
const member = z.object({
  /** Full name of its stack; absent where its outputs were given as literal values. */
  stack: z.string().min(1).optional(),
  /** Where it keeps its blocks; absent while it is pending, and where nobody else could come there. */
  objectStore: objectStoreLocation.optional(),
  clusterUid,
});

export type Members = Readonly<Record<string, z.infer<typeof member>>>;

/** What the observer tells an observee. */
export const observerContract = z.object({
  schema: z.literal(CONTRACT_SCHEMA),
  cluster: z.string().min(1),
  /** For each observee the client CA certificates that its edge shall accept. */
  clientCa: z.record(z.string(), z.array(pemCertificate).min(1)),
  /** SHA-256 fingerprints of the CAs that it accepts of each observee, whether that serves, writes or sends alerts. */
  trusts: z.record(z.string(), fingerprints),
  /** Itself and its observees, by cluster; an older observer tells of none. */
  members: z.record(z.string(), member).default({}),
  /** Its Receive, if it has one. */
  receive: serverEndpoint.optional(),
  /** Its Alertmanager, if observees may send alerts to it. */
  alertmanager: serverEndpoint.optional(),
  certificateEnds: ends,
  clusterUid,
  /** IAM role with which the observees' buckets are read; absent where it reads them with key pairs. */
  storeReaderRoleArn: z.string().min(1).optional(),
});

/** A CA of servers, as its owner's next `up` compares with it. */
const ownServerCa = z.object({ serverCa: pemBundle, ca: rotationWithLeaf });

/** What any stack's own last `up` left. */
const ownMemory = {
  schema: z.number().optional(),
  cluster: z.string().optional(),
  /** CA of the object store in the cluster. */
  objectStoreCa: ownServerCa.optional(),
};

/** What the observer's own last `up` left, for its next one to compare with. */
export const observerMemory = z.object({
  ...ownMemory,
  observees: z.record(z.string(), z.enum(["connected", "pending"])).default({}),
  clientCa: z.record(z.string(), z.array(pemCertificate)).default({}),
  rotations: z.record(z.string(), rotationWithLeaf).default({}),
  /** Observees whose authority was on its way out. */
  leaving: z.record(z.string(), rotation).default({}),
  clusterUid,
  receive: ownServerCa.optional(),
  alertmanager: ownServerCa.optional(),
});

/** What an observee's own last `up` left. */
export const observeeMemory = z.object({
  ...ownMemory,
  /** Present once the observer had a client CA for it; empty when its edge was closed since. */
  trusts: fingerprints.optional(),
  /** Kind of its edge, and the name by which that is called; none where it had none. */
  exposure: z.string().optional(),
  serverName: z.string().optional(),
  clusterUid,
  serverCa: pemBundle.optional(),
  writerCa: pemBundle.optional(),
  rotation: rotationWithLeaf.optional(),
  certificateEnds: ends.default({}),
  senderCa: pemBundle.optional(),
  senderRotation: rotationWithLeaf.optional(),
});

export type ObserverPreviousOutputs = z.infer<typeof observerMemory>;
export type ObserveePreviousOutputs = z.infer<typeof observeeMemory>;
export type ObserveeContract = z.infer<typeof observeeContract>;
export type ObserverContract = z.infer<typeof observerContract>;

/** A value that may be an output of a resource, as a whole or in any of its fields. */
export type InputsOf<T> = pulumi.Input<T> | InputsInside<T>;

type InputsInside<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly InputsOf<Item>[]
    : FieldsOf<T>;

type FieldsOf<T> = { readonly [Key in keyof T]: InputsOf<T[Key]> };

/** Outputs of an observer's stack: the contract with the observees, and what its own next `up` reads. */
export type ObserverOutputs = FieldsOf<
  z.input<typeof observerContract> & z.input<typeof observerMemory>
>;

/** Outputs of an observee's stack. Those of the contract are absent until the observer has a client CA for it. */
export type ObserveeOutputs = FieldsOf<
  Partial<z.input<typeof observeeContract>> & z.input<typeof observeeMemory>
>;
