// AWS regions, to suggest the nearest one for a typo.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
import { formatValue, type ConfigError } from "../../../config/errors";
import { nearest } from "../../../config/nearest";

const REGIONS = [
  ..."af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3".split(" "),
  ..."ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3".split(" "),
  ..."ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1".split(" "),
  ..."ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-isoe-west-1".split(" "),
  ..."eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1".split(" "),
  ..."me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2".split(" "),
  ..."us-gov-east-1 us-gov-west-1 us-iso-east-1 us-iso-west-1 us-isob-east-1".split(" "),
  ..."us-isob-west-1 us-isof-east-1 us-isof-south-1 us-west-1 us-west-2".split(" "),
];

/** Error for an unknown AWS region; false if it is known. */
export const regionError = (path: string, region: string): ConfigError | false =>
  !REGIONS.includes(region) && {
    path,
    value: formatValue(region),
    rule: "AWS has no such region",
    fix: `the nearest is ${formatValue(nearest(region, REGIONS) ?? "us-east-1")}`,
  };
