// The explicit providers of a stack. Nothing ambient is used: no current kube context, no AWS profile or region.
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { ObjectStoreKeys } from "./object-store/spec";
import type { S3StoreConfig } from "./object-store/s3/config";
import type { SharedConfig } from "../config/shared";
import { needsAwsProvider } from "./object-store/rules";
import * as k8s from "../kubernetes/k8s";

export interface ProvidersArgs extends Pick<
  SharedConfig,
  "kubernetes" | "objectStore" | "aws" | "unsafeForTests"
> {
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
}

/** One provider for each package that the stack uses. */
export function makeProviders(args: ProvidersArgs): Record<string, pulumi.ProviderResource> {
  const { objectStore } = args;
  const { context, kubeconfig = "" } = args.kubernetes;
  return {
    kubernetes: new k8s.Provider("kubernetes", {
      context,
      // As it is written: the provider knows `~/`, and starts in the project's folder; another machine's `up` finds its
      // own. Without one it is empty, since the SDK puts $KUBECONFIG in the place of none, and a list of files would then
      // be taken for a kubeconfig's text; the provider looks there by itself.
      kubeconfig,
      // Certificates and endpoint files change in place; replaced objects would take the pods with them.
      enableSecretMutable: true,
      enableConfigMapMutable: true,
    }),
    tls: new tls.Provider("tls"),
    ...(needsAwsProvider(objectStore) ? { aws: awsProvider(objectStore, args) } : {}),
  };
}

function awsProvider(
  { region, endpoint }: S3StoreConfig,
  { aws: account, objectStoreKeys, unsafeForTests }: ProvidersArgs,
): AwsProvider {
  if (endpoint === undefined) {
    return new AwsProvider("aws", {
      region,
      ...(account === undefined
        ? {}
        : {
            profile: account.profile,
            allowedAccountIds: [account.accountId],
            defaultTags: { tags: account.tags },
          }),
    });
  }
  const scheme = unsafeForTests.plaintextObjectStore === true ? "http" : "https";
  return new AwsProvider("aws", {
    region,
    endpoints: [{ s3: `${scheme}://${endpoint}` }],
    ...(objectStoreKeys === undefined
      ? {}
      : {
          accessKey: objectStoreKeys.accessKey,
          secretKey: objectStoreKeys.secretKey,
        }),
    s3UsePathStyle: true,
    // The endpoint has S3 and nothing else of AWS.
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
  });
}
