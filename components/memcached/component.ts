// Creates a memcached pool for one kind of cache, and all pools that the observer's configuration has.
import * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import {
  memcachedService,
  memcachedStatefulSet,
  type MemcachedImages,
  type MemcachedPool,
} from "./spec";
import { disruptionBudget, serviceAccount } from "../../kubernetes/objects";
import type { ResponseCache } from "./caches-config";
import { imageReference } from "../../kubernetes/images";
import { childOptions, workloadOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { monitorService } from "../../kubernetes/service-monitor";
import { BUCKET_CACHE, INDEX_CACHE, RESPONSE_CACHE } from "./part";

/** Arguments of one pool. */
export interface MemcachedArgs extends MemcachedPool {
  /** Name of its Kubernetes objects. */
  readonly poolName: string;
  readonly namespace: string;
  readonly images: MemcachedImages;
  /** How often Prometheus scrapes it, as a Prometheus duration. */
  readonly scrapeInterval: string;
}

/** A pool: StatefulSet, headless Service, ServiceAccount, disruption budget and monitor. */
export class Memcached extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:cache:Memcached";

  constructor(name: string, args: MemcachedArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Memcached.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const owner = {
      name: args.poolName,
      namespace: args.namespace,
      component: "memcached" as const,
    };

    const account = new k8s.core.v1.ServiceAccount(`${name}-account`, serviceAccount(owner), child);
    new k8s.core.v1.Service(`${name}-service`, memcachedService(owner), child);
    new k8s.apps.v1.StatefulSet(
      name,
      memcachedStatefulSet(owner, args, args.images),
      workloadOptions(child, [account]),
    );
    if (args.replicas > 1) {
      new k8s.policy.v1.PodDisruptionBudget(`${name}-budget`, disruptionBudget(owner), child);
    }
    monitorService(
      `${name}-monitor`,
      {
        service: owner.name,
        namespace: owner.namespace,
        component: owner.component,
        port: "http",
        interval: args.scrapeInterval,
      },
      child,
    );
    this.registerOutputs({});
  }
}

/** Settings that decide which pools exist and how they are deployed. */
export type CacheSettings = Pick<
  ObserverSettings,
  "namespace" | "images" | "prometheus" | "store" | "queryFrontend"
>;

/** Creates the pools of the observer's caches, by the part that uses them. */
export function cachePools(
  name: string,
  { namespace, images, prometheus, store, queryFrontend }: CacheSettings,
  opts: pulumi.ComponentResourceOptions,
): { readonly stores: Memcached[]; readonly queryFrontend: Memcached[] } {
  const common = {
    namespace,
    images: {
      memcached: imageReference("memcached", images),
      exporter: imageReference("memcachedExporter", images),
    },
    scrapeInterval: prometheus.scrapeInterval,
  };
  const pool = (poolName: string, cache: ResponseCache | undefined): Memcached[] =>
    cache?.kind === "memcached"
      ? [new Memcached(`${name}-${poolName}`, { ...cache, ...common, poolName }, opts)]
      : [];
  return {
    stores: [
      ...pool(INDEX_CACHE.name, store.indexCache),
      ...pool(BUCKET_CACHE.name, store.bucketCache),
    ],
    queryFrontend: pool(RESPONSE_CACHE.name, queryFrontend.responseCache),
  };
}
