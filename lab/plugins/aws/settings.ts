// Bucket settings that are resources of their own, each with a put, get and delete call.
import { type Values } from "../protocol/values";
import { isMissing, policyText } from "./resource-type";
import { type BucketKind, type Scope } from "./bucket-resource";
import { toRequest } from "./field-names";

interface Setting {
  readonly defaults?: Values;
  readonly unserved?: readonly string[];
  /** Rejects or resolves to undefined if the setting does not exist. */
  readonly get: (scope: Scope) => Promise<unknown>;
  readonly put: (scope: Scope, inputs: Values) => Promise<unknown>;
  readonly remove: (scope: Scope, outputs: Values) => Promise<unknown>;
}

function setting(calls: Setting): BucketKind {
  const write = async (scope: Scope, inputs: Values) => void (await calls.put(scope, inputs));
  return {
    fixed: ["bucket", "expectedBucketOwner"],
    computed: ["region"],
    defaults: calls.defaults ?? {},
    unserved: calls.unserved ?? [],
    exists: async (scope) => {
      try {
        return (await calls.get(scope)) !== undefined;
      } catch (error) {
        if (isMissing(error)) {
          return false;
        }
        throw error;
      }
    },
    create: write,
    update: (scope, _olds, inputs) => write(scope, inputs),
    delete: async (scope, outputs) => void (await calls.remove(scope, outputs)),
    outputs: ({ region }) => ({ region }),
  };
}

export const versioning = setting({
  unserved: ["mfa"],
  get: async ({ client, api, bucket: Bucket }) =>
    (await client.send(new api.GetBucketVersioningCommand({ Bucket }))).Status,
  put: ({ client, api, bucket: Bucket }, inputs) =>
    client.send(
      new api.PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: toRequest(inputs["versioningConfiguration"]),
      }),
    ),
  // Versioning of a bucket cannot be removed once enabled, only suspended.
  remove: async ({ client, api, bucket: Bucket }) =>
    client.send(
      new api.PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: { Status: "Suspended" },
      }),
    ),
});

export const publicAccessBlock = setting({
  defaults: {
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  },
  unserved: ["skipDestroy"],
  get: ({ client, api, bucket: Bucket }) =>
    client.send(new api.GetPublicAccessBlockCommand({ Bucket })),
  put: ({ client, api, bucket: Bucket }, inputs) =>
    client.send(
      new api.PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: inputs["blockPublicAcls"] === true,
          BlockPublicPolicy: inputs["blockPublicPolicy"] === true,
          IgnorePublicAcls: inputs["ignorePublicAcls"] === true,
          RestrictPublicBuckets: inputs["restrictPublicBuckets"] === true,
        },
      }),
    ),
  remove: ({ client, api, bucket: Bucket }) =>
    client.send(new api.DeletePublicAccessBlockCommand({ Bucket })),
});

export const ownershipControls = setting({
  get: ({ client, api, bucket: Bucket }) =>
    client.send(new api.GetBucketOwnershipControlsCommand({ Bucket })),
  put: ({ client, api, bucket: Bucket }, inputs) =>
    client.send(
      new api.PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [toRequest(inputs["rule"])] },
      }),
    ),
  remove: ({ client, api, bucket: Bucket }) =>
    client.send(new api.DeleteBucketOwnershipControlsCommand({ Bucket })),
});

export const encryption = setting({
  get: ({ client, api, bucket: Bucket }) =>
    client.send(new api.GetBucketEncryptionCommand({ Bucket })),
  put: ({ client, api, bucket: Bucket }, inputs) =>
    client.send(
      new api.PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: { Rules: toRequest(inputs["rules"]) },
      }),
    ),
  remove: ({ client, api, bucket: Bucket }) =>
    client.send(new api.DeleteBucketEncryptionCommand({ Bucket })),
});

export const lifecycle = setting({
  unserved: ["transitionDefaultMinimumObjectSize"],
  get: ({ client, api, bucket: Bucket }) =>
    client.send(new api.GetBucketLifecycleConfigurationCommand({ Bucket })),
  put: ({ client, api, bucket: Bucket }, inputs) =>
    client.send(
      new api.PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: toRequest(inputs["rules"]) },
      }),
    ),
  remove: ({ client, api, bucket: Bucket }) =>
    client.send(new api.DeleteBucketLifecycleCommand({ Bucket })),
});

export const policy = setting({
  get: ({ client, api, bucket: Bucket }) => client.send(new api.GetBucketPolicyCommand({ Bucket })),
  put: ({ client, api, bucket: Bucket }, inputs) =>
    client.send(new api.PutBucketPolicyCommand({ Bucket, Policy: policyText(inputs) })),
  remove: ({ client, api, bucket: Bucket }) =>
    client.send(new api.DeleteBucketPolicyCommand({ Bucket })),
});

export const logging = setting({
  unserved: ["targetGrants", "targetObjectKeyFormat"],
  get: async ({ client, api, bucket: Bucket }) =>
    (await client.send(new api.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled,
  put: ({ client, api, bucket: Bucket }, inputs) =>
    client.send(
      new api.PutBucketLoggingCommand({
        Bucket,
        BucketLoggingStatus: {
          LoggingEnabled: {
            TargetBucket: String(inputs["targetBucket"]),
            TargetPrefix: String(inputs["targetPrefix"]),
          },
        },
      }),
    ),
  // An empty status disables logging; there is no call to delete it.
  remove: ({ client, api, bucket: Bucket }) =>
    client.send(new api.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
});
