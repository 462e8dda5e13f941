// Explicit providers of a stack. No ambient settings are used: no current kube context, no AWS profile or region.
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { ObjectStoreKeys } from "./object-store/spec";
import type { S3StoreConfig } from "./object-store/s3/config";
import type { SharedConfig } from "../config/shared";
import { needsAwsProvider } from "./object-store/rules";
import * as k8s from "../kubernetes/k8s";

/** Configuration of the providers. */
export interface ProvidersArgs extends Pick<
  SharedConfig,
  "kubernetes" | "objectStore" | "aws" | "unsafeForTests"
> {
  /** Key pair with which a bucket is created at an S3-compatible store. */
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
}

/** One provider per package that the stack uses. */
export function makeProviders(args: ProvidersArgs): Record<string, pulumi.ProviderResource> {
  const { objectStore } = args;
  const { context, kubeconfig = "" } = args.kubernetes;
  return {
    kubernetes: new k8s.Provider("kubernetes", {
      context,
      // Passed as written: the provider expands `~/` and starts in the project's folder, and on another machine an `up`
      // finds that machine's file. The default is empty, not undefined: the SDK would replace undefined by $KUBECONFIG
      // and treat a list of files as a kubeconfig's content; with an empty value the provider itself reads $KUBECONFIG.
      kubeconfig,
      // Update certificates and endpoint files in place; replacing the objects would restart the pods.
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
    // The endpoint offers S3 only, none of AWS' other APIs.
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
  });
}
