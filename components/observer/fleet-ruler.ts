// The observer's Ruler, over its own Query, bucket and Alertmanager.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import type { RulerConfig } from "../ruler/config";
import type { RuleGroup } from "../ruler/spec";
import { partArgs } from "../../kubernetes/part";
import type { PartIdentity } from "../object-store/s3/role";
import type { ObjectStoreSecret } from "../object-store/secret";
import { ThanosRule } from "../ruler/component";

/** As long as Prometheus' own. */
const BLOCK_DURATION = "2h";

/** Makes it. */
export const ruler = (
  name: string,
  args: Omit<ObserverSettings, "observees">,
  config: RulerConfig,
  own: {
    readonly objstore: ObjectStoreSecret;
    readonly identity: PartIdentity;
    /** Groups of the program's own. */
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
