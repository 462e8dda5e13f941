// An authority through its rotation: one or two generations, of which one signs.
import * as pulumi from "@pulumi/pulumi";
import type { CertificateSettings } from "../../specs/pki/certificates";
import { authorities, type Rotation } from "../../specs/pki/rotation";
import { Authority } from "./authority";

export interface AuthoritiesArgs {
  readonly commonName: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  /** False for one that is on its way out: nothing of it is protected any more. */
  readonly kept: boolean;
}

export class Authorities extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:Authorities";
  /** The one that signs leaf certificates now. */
  public readonly signing: Authority;
  /** CA certificates that the other side shall trust, the older first. */
  public readonly published: pulumi.Output<string>[];
  /** End dates by generation. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: AuthoritiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Authorities.TYPE, name, {}, opts);
    const { published, signing } = authorities(args.rotation);
    const make = (generation: number) =>
      new Authority(
        `${name}-${String(generation)}`,
        {
          commonName: `${args.commonName} ${String(generation)}`,
          certificates: args.certificates,
          signs: args.kept && generation === signing,
        },
        { parent: this },
      );
    const made = published.map((generation) => ({ generation, authority: make(generation) }));

    this.signing = chosen(made, signing);
    this.published = made.map(({ authority }) => authority.certPem);
    this.ends = Object.fromEntries(
      made.map(({ generation, authority }) => [String(generation), authority.ends]),
    );
    this.registerOutputs({ published: this.published, ends: this.ends });
  }
}

function chosen(
  made: readonly { readonly generation: number; readonly authority: Authority }[],
  signing: number,
): Authority {
  const found = made.find(({ generation }) => generation === signing);
  if (found === undefined) {
    throw new Error(`generation ${String(signing)} signs but was not made`);
  }
  return found.authority;
}
