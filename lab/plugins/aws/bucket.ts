// The bucket itself: create, tag, empty if forceDestroy is set, delete.
import { isObject, type Values } from "../protocol/values";
import { isMissing } from "./resource-type";
import { type BucketKind, type Scope } from "./bucket-resource";
import { allTags, toRequest, tagList } from "./field-names";

/** Deprecated inputs of v7's bucket, which are now resources of their own. */
const elsewhere = [
  ...["accelerationStatus", "acl", "corsRules", "grants", "lifecycleRules", "logging", "policy"],
  ...["objectLockConfiguration", "replicationConfiguration", "requestPayer", "versioning"],
  ...["serverSideEncryptionConfiguration", "website", "bucketNamespace"],
];

export const bucket: BucketKind = {
  fixed: ["bucket", "bucketPrefix", "objectLockEnabled"],
  computed: [
    ...["arn", "bucketDomainName", "bucketRegion", "bucketRegionalDomainName", "tagsAll", "region"],
  ],
  defaults: { forceDestroy: false, objectLockEnabled: false },
  unserved: elsewhere,
  exists: async ({ client, api, bucket: Bucket }) => {
    try {
      await client.send(new api.HeadBucketCommand({ Bucket }));
      return true;
    } catch (error) {
      if (isMissing(error)) {
        return false;
      }
      throw error;
    }
  },
  create: async (scope, inputs) => {
    const { client, api, bucket: Bucket, region } = scope;
    if (await bucket.exists(scope)) {
      throw new Error(`bucket ${Bucket} exists already`);
    }
    await client.send(
      new api.CreateBucketCommand({
        Bucket,
        ObjectLockEnabledForBucket: inputs["objectLockEnabled"] === true || undefined,
        // us-east-1 is the default, and is invalid as a LocationConstraint.
        CreateBucketConfiguration:
          region === "us-east-1" ? undefined : { LocationConstraint: toRequest(region) },
      }),
    );
    await tag(scope, {}, inputs);
  },
  update: (scope, olds, inputs) => tag(scope, olds, inputs),
  delete: async (scope, outputs) => {
    if (outputs["forceDestroy"] === true) {
      await empty(scope);
    }
    const { client, api, bucket: Bucket } = scope;
    await client.send(new api.DeleteBucketCommand({ Bucket }));
  },
  outputs: ({ bucket: name, region, account }, inputs) => {
    const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return {
      bucket: name,
      arn: `arn:${partition(region)}:s3:::${name}`,
      bucketDomainName: `${name}.s3.${domain}`,
      bucketRegion: region,
      bucketRegionalDomainName: `${name}.s3.${region}.${domain}`,
      region,
      tagsAll: allTags(account.defaultTags, inputs),
    };
  },
};

function partition(region: string): string {
  return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

async function tag(scope: Scope, olds: Values, news: Values): Promise<void> {
  const { client, api, bucket: Bucket, account } = scope;
  const TagSet = tagList(allTags(account.defaultTags, news));
  if (TagSet.length > 0) {
    await client.send(new api.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  } else if (isObject(olds["tagsAll"]) && Object.keys(olds["tagsAll"]).length > 0) {
    await client.send(new api.DeleteBucketTaggingCommand({ Bucket }));
  }
}

async function empty({ client, api, bucket: Bucket }: Scope): Promise<void> {
  for (;;) {
    const page = await client.send(new api.ListObjectVersionsCommand({ Bucket }));
    const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    const Objects = found.flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, VersionId }],
    );
    if (Objects.length === 0) {
      return;
    }
    const done = await client.send(new api.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    const fault = done.Errors?.[0];
    if (fault !== undefined) {
      throw new Error(`object ${fault.Key} of ${Bucket} cannot be deleted: ${fault.Message}`);
    }
  }
}
