// Builds and parses AWS ARNs.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html

/** AWS partition of a region, the second field of an ARN. */
export function partition(region: string): string {
  if (region.startsWith("cn-")) {
    return "aws-cn";
  }
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** An S3 bucket, or a folder in it. */
export interface Bucket {
  readonly bucket: string;
  readonly region: string;
  /** Folder in the bucket; default: the bucket's root. */
  readonly prefix?: string | undefined;
}

/** ARN of the bucket, without its folder. */
export const bucketArn = ({ bucket, region }: Bucket): string =>
  `arn:${partition(region)}:s3:::${bucket}`;

/** All objects of the bucket, or of its folder. */
export const objectsArn = (bucket: Bucket): string =>
  `${bucketArn(bucket)}/${bucket.prefix === undefined ? "" : `${bucket.prefix}/`}*`;

/** The account as principal of a policy. */
export const accountArn = (region: string, accountId: string): string =>
  `arn:${partition(region)}:iam::${accountId}:root`;

/** ARN of an EKS cluster. */
export const clusterArn = (region: string, accountId: string, cluster: string): string =>
  `arn:${partition(region)}:eks:${region}:${accountId}:cluster/${cluster}`;

/** Region in an ARN: `arn:aws:kms:eu-west-3:111122223333:key/…` → `eu-west-3`; empty for global services. */
export const regionOf = (arn: string): string => arn.split(":")[3] ?? "";

/** Account number in an ARN. */
export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";
