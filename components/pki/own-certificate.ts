// A certificate of a CA of the observee's own: what it shows when it is called, or when it pushes.
import type * as pulumi from "@pulumi/pulumi";
import type { CertificateSettings } from "../../specs/pki/certificates";
import type { Rotation } from "../../specs/pki/rotation";
import { makeAuthorities } from "./authorities";
import { Leaf } from "./leaf";

export interface OwnCertificateArgs {
  readonly cluster: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  readonly commonName: string;
  readonly use: "client" | "server";
}

export interface OwnCertificate {
  readonly leaf: Leaf;
  /** CA certificates that the observer shall trust, the older first. */
  readonly published: pulumi.Output<string>[];
  /** End dates by certificate. */
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Makes both. The CA has one name whatever its leaf is for, so that another way in is no other CA. */
export function issueOwn(
  name: string,
  { cluster, certificates, rotation, commonName, use }: OwnCertificateArgs,
  opts: pulumi.ComponentResourceOptions,
): OwnCertificate {
  const authorities = makeAuthorities(
    `${name}-ca`,
    { commonName: `${cluster} server CA`, certificates, rotation, kept: true },
    opts,
  );
  const leaf = new Leaf(
    `${name}-leaf`,
    {
      authority: authorities.signing,
      certificates,
      commonName,
      use,
      dnsNames: use === "server" ? [commonName] : [],
    },
    opts,
  );
  const cas = Object.entries(authorities.ends).map(([generation, end]) => [
    `serverCa/${generation}`,
    end,
  ]);
  return {
    leaf,
    published: authorities.published,
    ends: { ...Object.fromEntries(cas), [use]: leaf.ends },
  };
}
