// Issues one leaf certificate from a CA that follows a rotation: one end of a mutual TLS connection.
import * as pulumi from "@pulumi/pulumi";
import { createCa, type CaArgs } from "../authority/generations";
import { settingsOf } from "../authority/existing-ca";
import type { DatedCertificates } from "../expiry/end-dates";
import { Leaf, type LeafArgs } from "./leaf";
import { bundle } from "./pem";

export interface IssueArgs
  extends CaArgs, Pick<LeafArgs, "commonName" | "use">, Partial<Pick<LeafArgs, "dnsNames">> {
  /** Names of the certificates in metrics and alerts; the CA's is followed by `/<generation>`. */
  readonly names: { readonly ca: string; readonly leaf: string };
}

/** A leaf certificate and its CA. */
export interface Issued {
  readonly leaf: Leaf;
  /** CA certificates that the other side must trust, oldest first. */
  readonly trustBundle: pulumi.Output<string>[];
  /** `trustBundle` as one PEM text. */
  readonly caBundle: pulumi.Output<string>;
  /** End dates of all generations and of the leaf. */
  readonly certificates: DatedCertificates;
}

/** Creates CA and leaf. A server certificate without `dnsNames` has its common name as the only DNS name. */
export function issue(
  name: string,
  { names, commonName, use, dnsNames, ...ca }: IssueArgs,
  opts: pulumi.ComponentResourceOptions,
): Issued {
  const { trusted, signing } = createCa(name, ca, opts);
  const certificates = settingsOf(ca.certificates, signing.generation);
  const defaultNames = use === "server" ? [commonName] : [];
  const leaf = new Leaf(
    `${name}-leaf`,
    { ...signing, certificates, commonName, use, dnsNames: dnsNames ?? defaultNames },
    opts,
  );
  const trustBundle = trusted.map(({ authority }) => authority.certPem);
  return {
    leaf,
    trustBundle,
    caBundle: pulumi.all(trustBundle).apply(bundle),
    certificates: {
      ...Object.fromEntries(
        trusted.map(({ generation, authority: { ends } }) => [
          `${names.ca}/${String(generation)}`,
          { ends, kind: { source: "ca" } },
        ]),
      ),
      [names.leaf]: {
        ends: leaf.ends,
        kind: { source: "leaf", leafHours: certificates.leafHours },
      },
    },
  };
}
