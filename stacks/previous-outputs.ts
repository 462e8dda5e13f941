// Schemas of a stack's previous outputs: those of its own last `up`, with which the next one compares.
import { z } from "zod";
import { PHASES } from "../components/pki/rotation/phases";
import { clusterUid, ends, fingerprints, pemBundle, pemCertificate } from "./contract";

/** Rotation state of a CA, as its owner's last `up` left it. */
const rotation = z.object({
  generation: z.number().int().min(1),
  phase: z.enum(PHASES),
});

/** The same, with the time (RFC 3339) since when the leaf of the signing CA has existed. */
const rotationWithLeaf = rotation.extend({ leafSince: z.string().optional() });

/** A server CA, for the owner's next `up` to compare with. */
const ownServerCa = z.object({ serverCa: pemBundle, ca: rotationWithLeaf });

/** Previous outputs of either role. */
const commonPreviousOutputs = {
  schema: z.number().optional(),
  cluster: z.string().optional(),
  /** CA of the object store inside the cluster. */
  objectStoreCa: ownServerCa.optional(),
};

/** Previous outputs of the observer, for its next `up` to compare with. */
export const observerPreviousOutputs = z.object({
  ...commonPreviousOutputs,
  observees: z.record(z.string(), z.enum(["connected", "pending"])).default({}),
  clientCa: z.record(z.string(), z.array(pemCertificate)).default({}),
  rotations: z.record(z.string(), rotationWithLeaf).default({}),
  /** Removed or revoked observees whose CAs are still in the state. */
  leaving: z.record(z.string(), rotation).default({}),
  clusterUid,
  receive: ownServerCa.optional(),
  alertmanager: ownServerCa.optional(),
});

/** Previous outputs of an observee, for its next `up` to compare with. */
export const observeePreviousOutputs = z.object({
  ...commonPreviousOutputs,
  /** Present once the observer had a client CA for it; empty if its edge has been closed since. */
  trusts: fingerprints.optional(),
  /** Kind of its edge, and the server name of that; absent where it had no edge. */
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

export type ObserverPreviousOutputs = z.infer<typeof observerPreviousOutputs>;
export type ObserveePreviousOutputs = z.infer<typeof observeePreviousOutputs>;
