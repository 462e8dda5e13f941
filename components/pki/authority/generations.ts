// Creates the one or two generations of a certificate authority that a rotation needs, one of which signs.
import type * as pulumi from "@pulumi/pulumi";
import type { CertificateSettings } from "../spec";
import { authorities, suffixOf, type Rotation } from "../rotation/phases";
import { settingsOf } from "./existing-ca";
import { Authority } from "./component";

export interface AuthoritiesArgs {
  readonly commonName: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  /** False for an authority that is being removed: its keys are no longer protected from deletion. */
  readonly kept: boolean;
}

export interface Authorities {
  /** Signs leaf certificates at present. */
  readonly signing: Authority;
  /** Generation of `signing`. */
  readonly generation: number;
  /** CA certificates that the other side must trust, oldest first. */
  readonly published: pulumi.Output<string>[];
  /** End dates by generation. */
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
}

export function makeAuthorities(
  name: string,
  { commonName, certificates, rotation, kept }: AuthoritiesArgs,
  opts: pulumi.ComponentResourceOptions,
): Authorities {
  const { published, signing } = authorities(rotation);
  const made = published.map((generation) => {
    // The space keeps it apart from every cluster name.
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
