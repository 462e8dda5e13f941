// AWS regions, to suggest the nearest one for a typo.
import { Region } from "@pulumi/aws/types/enums";
import { formatValue, type ConfigError } from "../../../config/errors";
import { nearest } from "../../../config/nearest";

const REGIONS: readonly string[] = Object.values(Region);

/** Error for an unknown AWS region; false if it is known. */
export const regionError = (path: string, region: string): ConfigError | false =>
  !REGIONS.includes(region) && {
    path,
    value: formatValue(region),
    rule: "AWS has no such region",
    fix: `the nearest is ${formatValue(nearest(region, REGIONS) ?? "us-east-1")}`,
  };
