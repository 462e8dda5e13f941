// Issues one leaf certificate from a CA that follows a rotation: one end of a mutual TLS connection.
import type * as pulumi from "@pulumi/pulumi";
import type { CertificateSource } from "../expiry/end-dates";
import { settingsOf } from "../authority/existing-ca";
import { makeAuthorities, type AuthoritiesArgs } from "../authority/generations";
import { Leaf, type LeafArgs } from "./leaf";

export interface IssueArgs
  extends
    Omit<AuthoritiesArgs, "commonName" | "kept">,
    Pick<LeafArgs, "commonName" | "use">,
    Partial<Pick<LeafArgs, "dnsNames">> {
  /** Common name of the CA. */
  readonly authority: string;
  /** Names in the end dates; the CA's is followed by `/<generation>`. */
  readonly called: { readonly ca: string; readonly leaf: string };
}

export interface Issued {
  readonly leaf: Leaf;
  /** CA certificates that the other side must trust, oldest first. */
  readonly published: pulumi.Output<string>[];
  /** End dates by certificate name. */
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  /** Kinds by certificate name. */
  readonly kinds: Readonly<Record<string, CertificateSource>>;
}

/** A server certificate without `dnsNames` has its common name as the only DNS name. */
export function issue(
  name: string,
  { authority, called, certificates, rotation, commonName, use, dnsNames }: IssueArgs,
  opts: pulumi.ComponentResourceOptions,
): Issued {
  const authorities = makeAuthorities(
    `${name}-ca`,
    { commonName: authority, certificates, rotation, kept: true },
    opts,
  );
  const own = settingsOf(certificates, authorities.generation);
  const leaf = new Leaf(
    `${name}-leaf`,
    {
      authority: authorities.signing,
      generation: authorities.generation,
      certificates: own,
      commonName,
      use,
      dnsNames: dnsNames ?? (use === "server" ? [commonName] : []),
    },
    opts,
  );
  const cas = <T>(of: (end: pulumi.Output<string>) => T): Record<string, T> =>
    Object.fromEntries(
      Object.entries(authorities.ends).map(([generation, end]) => [
        `${called.ca}/${generation}`,
        of(end),
      ]),
    );
  return {
    leaf,
    published: authorities.published,
    ends: { ...cas((end) => end), [called.leaf]: leaf.ends },
    kinds: {
      ...cas((): CertificateSource => ({ source: "ca" })),
      [called.leaf]: { source: "leaf", leafHours: own.leafHours },
    },
  };
}
