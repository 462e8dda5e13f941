// The observer's Ruler, which uses the observer's own Query, bucket and Alertmanager.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import type { RulerConfig } from "../ruler/config";
import type { RuleGroup } from "../ruler/spec";
import { partArgs } from "../../kubernetes/part";
import type { PartIdentity } from "../object-store/s3/role";
import type { ObjectStoreSecret } from "../object-store/secret";
import { ThanosRule } from "../ruler/component";

/** Same as Prometheus' block duration. */
const BLOCK_DURATION = "2h";

export const ruler = (
  name: string,
  args: Omit<ObserverSettings, "observees">,
  config: RulerConfig,
  own: {
    readonly objstore: ObjectStoreSecret;
    readonly identity: PartIdentity;
    /** Rule groups that this program adds to those of the configuration. */
    readonly fleetGroups: readonly RuleGroup[];
  },
  opts: pulumi.ComponentResourceOptions,
): ThanosRule =>
  new ThanosRule(
    `${name}-rule`,
    {
      ...partArgs(args),
      ...config,
      groups: [...config.groups, ...own.fleetGroups],
      blockDuration: args.unsafeForTests.blockDuration ?? BLOCK_DURATION,
      alerts: args.alertmanager !== undefined,
      objstore: own.objstore,
      roleArn: own.identity.annotation,
    },
    opts,
  );
