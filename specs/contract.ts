// The contract between stacks: what one stack's outputs promise to the others, and how they are checked on arrival.
import { z } from "zod";
import { isCertificate } from "./pem";

/** Version of the contract. A reader refuses another one. */
export const CONTRACT_SCHEMA = 1;

const pemCertificate = z.string().refine(isCertificate, "it must be one PEM certificate");

const ends = z.record(z.string(), z.string());

export const objectStoreLocation = z.strictObject({
  type: z.literal("S3"),
  bucket: z.string().min(1),
  prefix: z.string().min(1).optional(),
  region: z.string().min(1),
  endpoint: z.string().min(1),
});

/** What an observee tells the observer. */
export const observeeContract = z.object({
  schema: z.literal(CONTRACT_SCHEMA),
  cluster: z.string().min(1),
  /** `host:port` to dial. */
  address: z.string().min(1),
  /** Name in the server certificate. */
  serverName: z.string().min(1),
  /** CA certificate of the server certificate. */
  serverCa: pemCertificate,
  /** SHA-256 fingerprints of the client CAs that its edge accepts. */
  trusts: z.array(z.string().min(1)),
  objectStore: objectStoreLocation,
  thanosVersion: z.string().min(1),
  certificateEnds: ends,
});

/** What the observer tells an observee. */
export const observerContract = z.object({
  schema: z.literal(CONTRACT_SCHEMA),
  cluster: z.string().min(1),
  /** For each observee the client CA certificates that its edge shall accept. */
  clientCa: z.record(z.string(), z.array(pemCertificate).min(1)),
  certificateEnds: ends,
});

export type ObserveeContract = z.infer<typeof observeeContract>;
export type ObserverContract = z.infer<typeof observerContract>;
