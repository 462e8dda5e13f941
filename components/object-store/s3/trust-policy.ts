// Trust policy of a part's role: only the part's own ServiceAccount in its namespace and cluster may assume it.
import type { PolicyDocument } from "@pulumi/aws/iam/documents";
import { policyDocument } from "./policy-document";

/** How AWS identifies a pod's ServiceAccount. */
export type Identity =
  | { readonly kind: "irsa"; readonly oidcProviderArn: string }
  | { readonly kind: "podIdentity"; readonly clusterName: string; readonly clusterArn: string };

/** A Kubernetes ServiceAccount. */
export interface Account {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The policy that lets the ServiceAccount assume the role. */
export function trustPolicy(identity: Identity, account: Account): PolicyDocument {
  return identity.kind === "irsa"
    ? irsaTrust(identity.oidcProviderArn, account)
    : podIdentityTrust(identity.clusterArn, account);
}

/** https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html */
function irsaTrust(oidcProviderArn: string, { namespace, serviceAccount }: Account) {
  const issuer = oidcProviderArn.split(":oidc-provider/")[1] ?? "";
  return policyDocument({
    Sid: "ServiceAccounts",
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: "sts.amazonaws.com",
        [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
      },
    },
  });
}

/** EKS sets these session tags. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
function podIdentityTrust(clusterArn: string, { namespace, serviceAccount }: Account) {
  return policyDocument({
    Sid: "ServiceAccounts",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": clusterArn,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
    },
  });
}
