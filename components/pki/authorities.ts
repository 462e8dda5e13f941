// An authority through its rotation: one or two generations, of which one signs.
import type * as pulumi from "@pulumi/pulumi";
import type { CertificateSettings } from "./spec";
import { authorities, suffixOf, type Rotation } from "./rotation";
import { settingsOf } from "./existing-ca";
import { Authority } from "./authority";

export interface AuthoritiesArgs {
  readonly commonName: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  /** False for one that is on its way out: nothing of it is protected any more. */
  readonly kept: boolean;
}

export interface Authorities {
  /** The one that signs leaf certificates now. */
  readonly signing: Authority;
  /** Its generation. */
  readonly generation: number;
  /** CA certificates that the other side shall trust, the older first. */
  readonly published: pulumi.Output<string>[];
  /** End dates by generation. */
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Makes them. */
export function makeAuthorities(
  name: string,
  { commonName, certificates, rotation, kept }: AuthoritiesArgs,
  opts: pulumi.ComponentResourceOptions,
): Authorities {
  const { published, signing } = authorities(rotation);
  const made = published.map((generation) => {
    // With a space, so that it is nobody's cluster name.
    const numbered = generation === 1 ? commonName : `${commonName} ${String(generation)}`;
    const signs = kept && generation === signing;
    const authority = new Authority(
      `${name}${suffixOf(generation)}`,
      { commonName: numbered, certificates: settingsOf(certificates, generation), signs },
      opts,
    );
    return { generation, authority };
  });
  const signer = made.find(({ generation }) => generation === signing);
  if (signer === undefined) {
    throw new Error(`generation ${String(signing)} signs but was not made`);
  }
  return {
    signing: signer.authority,
    generation: signing,
    published: made.map(({ authority }) => authority.certPem),
    ends: Object.fromEntries(
      made.map(({ generation, authority }) => [String(generation), authority.ends]),
    ),
  };
}
