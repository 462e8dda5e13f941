// Deterministic placeholders for the outputs of providers.
import * as pulumi from "@pulumi/pulumi";
import { CLIENT_CA, LEAF, NEXT_CLIENT_CA, NEXT_SERVER_CA, SERVER_CA } from "./certificates";

/** Prefix of every placeholder of a secret. They are marked as secret, so it must not appear in a rendering. */
export const SECRET = "placeholder of a secret";

/** Each secret has another placeholder, so that a mix-up shows. */
export const secretOf = (name: string): string => `${SECRET}: ${name}`;

/** Host name of a cluster's load balancer. */
export const edgeHost = (cluster: string): string => `edge.${cluster}.example.com`;

/** Differs between clusters. */
export const uidOf = (cluster: string): string => `placeholder of the UID of ${cluster}`;

export const LEAF_STARTS = "2026-01-01T00:00:00Z";
export const CA_ENDS = "2031-01-01T00:00:00Z";
export const LEAF_ENDS = "2026-04-01T00:00:00Z";

/** The tls provider writes fractions of a second too. */
const withFraction = (time: string): string => time.replace("Z", ".123456789Z");

export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Outputs that a provider adds to the resource's inputs. */
export function outputsOf(
  { type, name, inputs }: Registered,
  cluster: string,
): Record<string, unknown> {
  switch (type) {
    case "tls:index/privateKey:PrivateKey":
      return { privateKeyPem: pulumi.secret(secretOf(name)) };
    case "tls:index/selfSignedCert:SelfSignedCert":
      return { certPem: caCertificate(inputs), validityEndTime: withFraction(CA_ENDS) };
    case "tls:index/certRequest:CertRequest":
      return { certRequestPem: "placeholder of a request" };
    case "tls:index/locallySignedCert:LocallySignedCert":
      return {
        certPem: LEAF,
        validityStartTime: LEAF_STARTS,
        validityEndTime: withFraction(LEAF_ENDS),
      };
    case "aws:s3/bucket:Bucket":
      return { arn: `arn:aws:s3:::${String(inputs["bucket"])}` };
    case "kubernetes:core/v1:Namespace":
      return { metadata: { ...Object(inputs["metadata"]), uid: uidOf(cluster) } };
    case "aws:kms/key:Key":
      return { arn: `arn:aws:kms:eu-west-3:111122223333:key/${name}`, keyId: name };
    case "aws:iam/policy:Policy":
      return { arn: `arn:aws:iam::111122223333:policy/${String(inputs["name"])}` };
    case "aws:iam/role:Role":
      return { arn: `arn:aws:iam::111122223333:role/${String(inputs["name"])}` };
    case "kubernetes:core/v1:Service":
      return { status: { loadBalancer: { ingress: [{ hostname: edgeHost(cluster) }] } } };
    default:
      return {};
  }
}

/** Client and server CAs differ, and so do consecutive generations, so that a mix-up shows. */
function caCertificate(inputs: Readonly<Record<string, unknown>>): string {
  const { commonName } = Object(inputs["subject"]) as { commonName?: unknown };
  const name = String(commonName);
  const even = /[02468]$/.test(/ \d+$/.exec(name)?.[0] ?? "");
  const [first, next] = name.includes(" client CA ")
    ? [CLIENT_CA, NEXT_CLIENT_CA]
    : [SERVER_CA, NEXT_SERVER_CA];
  return even ? next : first;
}
