// The IAM role of one part: assumed only by its ServiceAccount, with only the permissions that it needs.
import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation";
import { Policy } from "@pulumi/aws/iam/policy";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";
import { accessPolicy, type Access, type GrantedBucket } from "./access";
import type { Bucket } from "./arn";
import { readerGroups } from "./fleet-access";
import { trustPolicy, type Identity } from "./trust-policy";
import { readerPolicyName } from "../../../kubernetes/names";
import { getOwn } from "../../../kubernetes/get-own";
import { childOptions } from "../../../kubernetes/resource-options";

export interface PartRoleArgs {
  /** Name of the role in its account. */
  readonly roleName: string;
  /** How AWS identifies the pods. */
  readonly identity: Identity;
  readonly namespace: string;
  /** Kubernetes ServiceAccount of the part's pods. */
  readonly serviceAccount: string;
  /** Access to the bucket of its own cluster. */
  readonly access: Access;
  /** Cluster that the part belongs to. */
  readonly cluster: string;
  /** Bucket of that cluster; undefined if it is not on AWS. */
  readonly bucket: Bucket | undefined;
  /** KMS key of the bucket; undefined if encryption is left to the store. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  /** Buckets of other clusters that it reads, by cluster; default: none. */
  readonly reads?: Readonly<Record<string, GrantedBucket>>;
}

type Dependencies = readonly pulumi.Resource[];

/** The role, its policies and, for Pod Identity, its association with the ServiceAccount. */
export class PartRole extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:iam:PartRole";
  public readonly arn: pulumi.Output<string>;
  /** Dependencies of the pods by cluster: pods created earlier would have no credentials. */
  public readonly dependencies: Readonly<Record<string, Dependencies>>;

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
    const all: Readonly<Record<string, Dependencies>> = {
      [args.cluster]: allow(name, role, args, child),
      ...read(name, role, args, child),
    };
    this.dependencies = Object.fromEntries(
      Object.entries(all).map(([cluster, allowed]) => [cluster, [...allowed, ...associated]]),
    );
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** The own cluster's bucket is in an inline policy of the role. */
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

/** Other clusters' buckets are in managed policies: the size limit of inline policies allows only about 25 buckets. */
const read = (
  name: string,
  role: Role,
  { cluster, reads = {} }: PartRoleArgs,
  child: pulumi.CustomResourceOptions,
): Record<string, Dependencies> =>
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

/** With IRSA, the ServiceAccount's annotation names the role; Pod Identity needs an association. */
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

/** IAM identity of a part. */
export interface PartIdentity {
  /** The role; undefined if a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
  /** The role, if the ServiceAccount must be annotated with it: for IRSA, not for Pod Identity. */
  readonly annotation?: pulumi.Input<string> | undefined;
  /** Dependencies of the pods that use a cluster's bucket. */
  readonly dependsOn: (cluster: string) => Dependencies;
}

export interface PartIdentityArgs extends Omit<PartRoleArgs, "identity"> {
  /** ARN of an existing role, which takes precedence. */
  readonly existingRoleArn: string | undefined;
  /** How AWS identifies the pods; undefined if no role is created. */
  readonly identity: Identity | undefined;
}

/** The existing role, or a role created here, or none. */
export function partIdentity(
  name: string,
  { existingRoleArn, identity, ...args }: PartIdentityArgs,
  opts: pulumi.ComponentResourceOptions,
): PartIdentity {
  if (existingRoleArn !== undefined || identity === undefined) {
    return { roleArn: existingRoleArn, annotation: existingRoleArn, dependsOn: () => [] };
  }
  const role = new PartRole(name, { ...args, identity }, opts);
  return {
    roleArn: role.arn,
    annotation: identity.kind === "irsa" ? role.arn : undefined,
    dependsOn: (cluster) => getOwn(role.dependencies, cluster) ?? [],
  };
}
