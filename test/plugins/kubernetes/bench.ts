// One kubernetes plugin on a fake API server, for a contract that both plugins have to keep.
import { type Path, type Values } from "../../../lab/plugins/protocol/values";
import { Plugin, urnOf, type Held, type Options } from "../client";
import { FakeApi } from "../fake/api";

const urn = (type: string) => urnOf(`kubernetes:${type}`, "thing");
export const urns = {
  clusterRole: urn("rbac.authorization.k8s.io/v1:ClusterRole"),
  configMap: urn("core/v1:ConfigMap"),
  definition: urn("apiextensions.k8s.io/v1:CustomResourceDefinition"),
  deployment: urn("apps/v1:Deployment"),
  namespace: urn("core/v1:Namespace"),
  place: urn("example.com/v1:Place"),
  prometheus: urn("monitoring.coreos.com/v1:Prometheus"),
  secret: urn("core/v1:Secret"),
  service: urn("core/v1:Service"),
  statefulSet: urn("apps/v1:StatefulSet"),
  thing: urn("example.com/v1:Thing"),
};

export class Bench {
  readonly api = new FakeApi();
  kubeconfig = "";
  private started: Plugin | undefined;

  constructor(private readonly command: string) {}

  async start(): Promise<void> {
    this.kubeconfig = await this.api.start();
    // The SDK sends booleans as JSON in strings.
    const config = { kubeconfig: this.kubeconfig, enableSecretMutable: "true" };
    this.started = await Plugin.start(this.command, config);
  }

  stop(): void {
    this.started?.stop();
    this.api.stop();
  }

  get plugin(): Plugin {
    if (this.started === undefined) {
      throw new Error("the plugin is not started");
    }
    return this.started;
  }

  /** What the engine does for a resource that is new: check, then create. */
  async make(of: string, news: Values, options: Options = {}): Promise<Held> {
    const { inputs, secrets } = await this.plugin.check(of, {}, news, options.secrets);
    return this.plugin.create(of, inputs, { ...options, secrets });
  }

  /** What it does for one that is there. */
  async change(of: string, held: Held, news: Values, options: Options = {}): Promise<Held> {
    const { inputs, secrets } = await this.plugin.check(of, held.inputs, news, options.secrets);
    return this.plugin.update(of, held, inputs, { ...options, secrets });
  }

  async diff(of: string, held: Held, news: Values, ignoreChanges: readonly string[] = []) {
    const { inputs } = await this.plugin.check(of, held.inputs, news);
    return this.plugin.diff(of, held, inputs, ignoreChanges);
  }
}

/** As if it had been created just so. */
export function heldAs(inputs: Values, secrets: readonly Path[] = []): Held {
  const { name, namespace } = inputs["metadata"] as { name: string; namespace?: string };
  const kept = { __inputs: inputs, __initialApiVersion: inputs["apiVersion"] ?? "" };
  const outputs = { ...inputs, ...kept, __fieldManager: "pulumi-kubernetes-12345678" };
  return { id: namespace ? `${namespace}/${name}` : name, inputs, outputs, secrets };
}

export const configMap = (data: Values, more: Values = {}): Values => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "ns", ...more } },
  data,
});

export const secret = (data: Values, more: Values = {}): Values => ({
  ...{ apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "ns" } },
  ...more,
  data,
});

export const workload = (
  kind: string,
  spec: Values = {},
  annotations: Values = {},
  name = "web",
): Values => ({
  ...{ apiVersion: "apps/v1", kind },
  metadata: { name, namespace: "ns", annotations },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    },
    ...(kind === "StatefulSet" ? { serviceName: "web" } : {}),
    ...spec,
  },
});
