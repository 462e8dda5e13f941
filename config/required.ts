// Fixes for missing required keys.
import { EXPOSURE_KINDS_TEXT } from "../components/edge/config";

/** Fix by path, where the generic "give it a string" would not help. */
export const REQUIRED: Readonly<Record<string, string>> = {
  role: 'set it to "observer" or "observee"',
  cluster: "set it to this cluster's name in the fleet, which becomes its `cluster` label",
  "kubernetes.context":
    "name a context of your kubeconfig (`kubectl config get-contexts`), since the current one is never used",
  objectStore: "configure the bucket for this cluster's blocks",
  observees: "list the observees, or write [] for none yet",
  observer: "name the observer's stack: {stack: organization/thanos-fleet/observer}",
  exposure: `say how the observer reaches this cluster: kind ${EXPOSURE_KINDS_TEXT}`,
  "exposure.hostname": "name this edge in the DNS, for example thanos.paris.example.com",
  "exposure.nodePort": "choose a port from 30000 to 32767, the same on every node",
  "exposure.address": "name a node that the observer can dial, by DNS name or IPv4 address",
  "exposure.controllerName": "copy spec.controllerName of the class: kubectl get gatewayclass",
  "objectStore.bucket": "name the bucket, one for each cluster, for example acme-metrics-paris",
  "objectStore.create": "use true to create the bucket, or false for an existing one",
  "objectStore.region": "name the bucket's region, for example eu-west-3",
  "objectStore.auth":
    "configure access to the bucket: {kind: keys} with a key pair as secrets, or on AWS {kind: irsa, …} or {kind: podIdentity, …}",
  "serverCertificate.secretName": "name the Secret that has tls.crt and tls.key",
  "serverCertificate.issuerRef": "name cert-manager's issuer: {name: …, kind: ClusterIssuer}",
  "aws.region": "name the region, since the ambient one is never used",
  "aws.profile": "name a profile of ~/.aws/config, since the ambient one is never used",
  "aws.accountId": "write the account's twelve digits in quotes; any other account is refused",
  objectStoreAccessKey: "set it with `pulumi config set --secret`, since objectStore.auth is keys",
  objectStoreSecretKey: "set it with `pulumi config set --secret`, since objectStore.auth is keys",
  objectStoreConfig: "set it with `pulumi config set --secret`, since objectStore.kind is thanos",
};
