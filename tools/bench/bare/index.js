// Minimal program with a given number of resources: a provider, a namespace, and ConfigMaps.
const k8s = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const options = {
  provider: new k8s.Provider("kubernetes", {
    context: config.require("context"),
    kubeconfig: config.require("kubeconfig"),
  }),
};
const namespace = new k8s.core.v1.Namespace("namespace", {}, options);
for (let i = 0; i < config.requireNumber("count"); i += 1) {
  new k8s.core.v1.ConfigMap(
    `config-${i}`,
    { metadata: { namespace: namespace.metadata.name }, data: { number: String(i) } },
    options,
  );
}
