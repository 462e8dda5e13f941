// What to do about a required key that is missing.

/** Fix by path, where "give it a string" would not help. */
export const REQUIRED: Readonly<Record<string, string>> = {
  role: 'set it to "observer" or "observee"',
  cluster: "set it to this cluster's name in the fleet, which becomes its `cluster` label",
  "kubernetes.context":
    "name a context of your kubeconfig (`kubectl config get-contexts`), since the current one is never used",
  objectStore: "say which bucket keeps this cluster's blocks",
  observees: "list the observees, or write [] for none yet",
  observer: "name the observer's stack: {stack: organization/thanos-fleet/observer}",
  exposure:
    'say how the observer reaches this cluster: kind "loadBalancer", "nodePort", "ingress", "traefik", "gateway" or "remoteWrite"',
  "aws.accountId": "write the account's twelve digits in quotes; work in any other is refused",
  objectStoreAccessKey: "set it with `pulumi config set --secret`, since objectStore.auth is keys",
  objectStoreSecretKey: "set it with `pulumi config set --secret`, since objectStore.auth is keys",
  objectStoreConfig: "set it with `pulumi config set --secret`, since objectStore.kind is thanos",
};
