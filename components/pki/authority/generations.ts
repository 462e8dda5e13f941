// Creates the one or two generations of a certificate authority that a rotation needs, one of which signs.
import type * as pulumi from "@pulumi/pulumi";
import type { CertificateSettings } from "../spec";
import { generations, suffixOf, type Rotation } from "../rotation/phases";
import { settingsOf } from "./existing-ca";
import { Authority } from "./component";

/** A CA and the state of its rotation. */
export interface CaArgs {
  /** Common name of the first generation; later ones add their number. */
  readonly caName: string;
  /** Settings of new CAs, and the existing ones. */
  readonly certificates: CertificateSettings;
  /** State of the rotation, which says what generations exist and which one signs. */
  readonly rotation: Rotation;
}

/** One generation of a CA. */
export interface CaGeneration {
  readonly generation: number;
  readonly authority: Authority;
}

/** Generations in the trust bundle, oldest first, and the one that signs leaf certificates. */
export interface CaGenerations {
  readonly trusted: readonly CaGeneration[];
  readonly signing: CaGeneration;
}

/** Creates every generation that the rotation needs. */
export function createCa(
  name: string,
  args: CaArgs,
  opts: pulumi.ComponentResourceOptions,
): CaGenerations {
  const { signing } = generations(args.rotation);
  const trusted = create(name, args, signing, opts);
  const signer = trusted.find(({ generation }) => generation === signing);
  if (signer === undefined) {
    throw new Error(`generation ${String(signing)} signs but was not made`);
  }
  return { trusted, signing: signer };
}

/**
 * Keeps a CA that signs no more for one `up`, unprotected: Pulumi deletes no protected resource, so only the `up` after
 * that can delete it.
 */
export const retireCa = (
  name: string,
  args: CaArgs,
  opts: pulumi.ComponentResourceOptions,
): readonly CaGeneration[] => create(name, args, undefined, opts);

const create = (
  name: string,
  { caName, certificates, rotation }: CaArgs,
  signing: number | undefined,
  opts: pulumi.ComponentResourceOptions,
): readonly CaGeneration[] =>
  generations(rotation).trusted.map((generation) => ({
    generation,
    authority: new Authority(
      `${name}-ca${suffixOf(generation)}`,
      {
        // The space keeps it apart from every cluster name.
        commonName: generation === 1 ? caName : `${caName} ${String(generation)}`,
        certificates: settingsOf(certificates, generation),
        signs: generation === signing,
      },
      opts,
    ),
  }));
