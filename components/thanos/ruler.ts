// The observer's Ruler, over its own Query, bucket and Alertmanager.
import type * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../specs/names";
import type { ObserverSettings } from "../../specs/config/observer";
import type { RulerConfig } from "../../specs/config/ruler";
import { partArgs } from "../cluster-metrics";
import type { PartIdentity } from "../iam";
import { ThanosRule } from "./rule";

/** As long as Prometheus' own. */
const BLOCK_DURATION = "2h";

/** Makes it. */
export const ruler = (
  name: string,
  args: Omit<ObserverSettings, "observees">,
  config: RulerConfig,
  own: { readonly checksum: pulumi.Input<string>; readonly identity: PartIdentity },
  opts: pulumi.ComponentResourceOptions,
): ThanosRule =>
  new ThanosRule(
    `${name}-rule`,
    {
      ...partArgs(args),
      ...config,
      blockDuration: args.unsafeForTests.blockDuration ?? BLOCK_DURATION,
      alerts: args.alertmanager !== undefined,
      objstoreSecret: NAMES.objstore,
      objstoreChecksum: own.checksum,
      roleArn: own.identity.annotation,
    },
    opts,
  );
