// The IAM role of one part: taken by its service accounts alone, with exactly what it does with each bucket.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accessPolicy, type Access } from "../specs/iam/access";
import type { Bucket } from "../specs/iam/arn";
import { trustPolicy, type Identity } from "../specs/iam/trust";
import { own } from "../specs/own";
import { childOf } from "./child";

/** Pods that take the role, and the bucket that they use. */
export interface Member {
  readonly serviceAccounts: readonly string[];
  /** Absent as long as it is not known. */
  readonly bucket?: Bucket | undefined;
  /** Key of the bucket's objects; absent where AWS' own encrypts them. */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
}

export interface PartRoleArgs {
  /** Name of the role in its account. */
  readonly roleName: string;
  readonly identity: Identity;
  readonly namespace: string;
  readonly access: Access;
  /** By the cluster whose blocks they use. */
  readonly members: Readonly<Record<string, Member>>;
}

export class PartRole extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:iam:PartRole";
  public readonly arn: pulumi.Output<string>;
  /** What the pods of each member wait for, or they would be made without credentials. */
  public readonly before: Readonly<Record<string, readonly pulumi.Resource[]>>;

  constructor(name: string, args: PartRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PartRole.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const { identity, namespace, members, roleName } = args;
    const serviceAccounts = Object.values(members).flatMap((member) => member.serviceAccounts);
    const trust = trustPolicy(identity, { namespace, serviceAccounts });
    const role = new aws.iam.Role(
      name,
      { name: roleName, assumeRolePolicy: pulumi.jsonStringify(trust) },
      child,
    );
    // A policy for each bucket, so that a cluster that comes or goes changes no other's.
    this.before = Object.fromEntries(
      Object.entries(members).map(([cluster, member]) => [
        cluster,
        [
          ...allow(`${name}-${cluster}`, role, cluster, member, args.access, child),
          ...associate(name, role, member, args, child),
        ],
      ]),
    );
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

const allow = (
  name: string,
  role: aws.iam.Role,
  cluster: string,
  { bucket, kmsKeyArn }: Member,
  access: Access,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] => {
  if (bucket === undefined) {
    return [];
  }
  const policy = pulumi.output(kmsKeyArn).apply((key) => accessPolicy(access, bucket, key));
  return [
    new aws.iam.RolePolicy(
      name,
      { role: role.name, name: cluster, policy: pulumi.jsonStringify(policy) },
      child,
    ),
  ];
};

/** With IRSA the account's annotation names the role; with Pod Identity this does. */
const associate = (
  name: string,
  role: aws.iam.Role,
  { serviceAccounts }: Member,
  { identity, namespace }: Pick<PartRoleArgs, "identity" | "namespace">,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] =>
  identity.kind === "irsa"
    ? []
    : serviceAccounts.map(
        (serviceAccount) =>
          new aws.eks.PodIdentityAssociation(
            `${name}-${serviceAccount}`,
            { clusterName: identity.clusterName, namespace, serviceAccount, roleArn: role.arn },
            child,
          ),
      );

/** By what a part is known to AWS. */
export interface PartIdentity {
  /** The role; absent where a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
  /** The same where the service account has to name it. */
  readonly annotation?: pulumi.Input<string> | undefined;
  /** What the pods for a cluster's bucket wait for. */
  readonly before: (cluster: string) => readonly pulumi.Resource[];
}

export interface PartIdentityArgs extends Omit<PartRoleArgs, "identity"> {
  /** A role that exists. */
  readonly given: string | undefined;
  readonly identity: Identity | undefined;
}

/** The role that was given, else one made here, else none. */
export function partIdentity(
  name: string,
  { given, identity, ...args }: PartIdentityArgs,
  opts: pulumi.ComponentResourceOptions,
): PartIdentity {
  if (given !== undefined || identity === undefined) {
    return { roleArn: given, annotation: given, before: () => [] };
  }
  const role = new PartRole(name, { ...args, identity }, opts);
  return {
    roleArn: role.arn,
    annotation: identity.kind === "irsa" ? role.arn : undefined,
    before: (cluster) => own(role.before, cluster) ?? [],
  };
}
