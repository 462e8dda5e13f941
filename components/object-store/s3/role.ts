// The IAM role of one part: taken by its service account alone, with exactly what it does with each bucket.
import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation";
import { Policy } from "@pulumi/aws/iam/policy";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";
import { accessPolicy, type Access, type Granted } from "./access";
import type { Bucket } from "./arn";
import { readerGroups } from "./fleet-access";
import { trustPolicy, type Identity } from "./trust-policy";
import { readerPolicyName } from "../../../kubernetes/names";
import { getOwn } from "../../../kubernetes/get-own";
import { childOptions } from "../../../kubernetes/resource-options";

export interface PartRoleArgs {
  /** Name of the role in its account. */
  readonly roleName: string;
  readonly identity: Identity;
  readonly namespace: string;
  /** The account of the part's pods, in Kubernetes. */
  readonly serviceAccount: string;
  readonly access: Access;
  /** The cluster that it is of. */
  readonly cluster: string;
  /** That cluster's bucket; absent where it is none of AWS. */
  readonly bucket: Bucket | undefined;
  /** Key of the bucket's objects; absent where AWS' own encrypts them. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  /** Other clusters' buckets, which it reads. */
  readonly reads?: Readonly<Record<string, Granted>>;
}

type Before = readonly pulumi.Resource[];

export class PartRole extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:iam:PartRole";
  public readonly arn: pulumi.Output<string>;
  /** What the pods for each cluster's bucket wait for, or they would be made without credentials. */
  public readonly before: Readonly<Record<string, Before>>;

  constructor(name: string, args: PartRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PartRole.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const trust = trustPolicy(args.identity, args);
    const role = new Role(
      name,
      { name: args.roleName, assumeRolePolicy: pulumi.jsonStringify(trust) },
      child,
    );
    const associated = associate(name, role, args, child);
    const all: Readonly<Record<string, Before>> = {
      [args.cluster]: allow(name, role, args, child),
      ...read(name, role, args, child),
    };
    this.before = Object.fromEntries(
      Object.entries(all).map(([cluster, allowed]) => [cluster, [...allowed, ...associated]]),
    );
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** The cluster's own bucket stands in the role itself. */
function allow(
  name: string,
  role: Role,
  { cluster, access, bucket, kmsKeyArn }: PartRoleArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  if (bucket === undefined) {
    return [];
  }
  const policy = pulumi
    .output(kmsKeyArn)
    .apply((key) => accessPolicy(access, [{ bucket, kmsKeyArn: key }]));
  return [
    new RolePolicy(
      `${name}-${cluster}`,
      { role: role.name, name: cluster, policy: pulumi.jsonStringify(policy) },
      child,
    ),
  ];
}

/** The other clusters' stand in policies beside it, of which each has many: what a role itself holds ends at some 25. */
const read = (
  name: string,
  role: Role,
  { cluster, reads = {} }: PartRoleArgs,
  child: pulumi.CustomResourceOptions,
): Record<string, Before> =>
  Object.fromEntries(
    readerGroups(reads).flatMap(({ group, clusters, policy }) => {
      const made = new Policy(
        `${name}-group-${String(group)}`,
        { name: readerPolicyName(cluster, group), policy: JSON.stringify(policy) },
        child,
      );
      const attached = new RolePolicyAttachment(
        `${name}-group-${String(group)}`,
        { role: role.name, policyArn: made.arn },
        child,
      );
      return clusters.map((one) => [one, [attached]] as const);
    }),
  );

/** With IRSA the account's annotation names the role; with Pod Identity this does. */
const associate = (
  name: string,
  role: Role,
  { identity, namespace, serviceAccount }: PartRoleArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] =>
  identity.kind === "irsa"
    ? []
    : [
        new PodIdentityAssociation(
          `${name}-${serviceAccount}`,
          { clusterName: identity.clusterName, namespace, serviceAccount, roleArn: role.arn },
          child,
        ),
      ];

/** By what a part is known to AWS. */
export interface PartIdentity {
  /** The role; absent where a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
  /** The same where the service account has to name it. */
  readonly annotation?: pulumi.Input<string> | undefined;
  /** What the pods for a cluster's bucket wait for. */
  readonly dependsOn: (cluster: string) => Before;
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
    return { roleArn: given, annotation: given, dependsOn: () => [] };
  }
  const role = new PartRole(name, { ...args, identity }, opts);
  return {
    roleArn: role.arn,
    annotation: identity.kind === "irsa" ? role.arn : undefined,
    dependsOn: (cluster) => getOwn(role.before, cluster) ?? [],
  };
}
