// Invalid configurations of Grafana, with the expected errors.
import { OBSERVER, withKeys, type ConfigObject } from "./configs";
import type { Row } from "./bad-input";

const grafanaWith = (grafana: ConfigObject, other: ConfigObject = {}) =>
  withKeys(OBSERVER, { grafana, ...other });

export const GRAFANA: readonly Row[] = [
  {
    config: grafanaWith({ enable: false }),
    says: 'grafana.enable is not one of dashboardNamespaces, enabled, externalUrl, ingress, nodePort, settings, storage; did you mean "enabled"?',
  },
  {
    config: grafanaWith({ settings: { "auth.anonymous": { enabled: true } } }),
    says: "grafana.settings.auth.anonymous.enabled is true, but it is set by this program; remove it",
  },
  {
    config: grafanaWith({ settings: { public_dashboards: { enabled: true } } }),
    says: "grafana.settings.public_dashboards.enabled is true, but it is set by this program; remove it",
  },
  {
    config: grafanaWith({ settings: { security: { admin_password: "hunter2" } } }),
    says: "grafana.settings.security.admin_password is a secret, and must not be readable in the file of the stack; set grafanaAdminPassword with --secret, and remove it here",
  },
  {
    config: grafanaWith({ settings: { "auth.github": { client_secret: "hunter2" } } }),
    says: 'grafana.settings.auth.github.client_secret is a secret, and must not be readable in the file of the stack; set it as "auth.github.client_secret" in grafanaSecrets with --secret, and remove it here',
  },
  {
    config: grafanaWith({ dashboardNamespaces: ["thanos"] }),
    says: 'grafana.dashboardNamespaces[0] is "thanos", but this is Grafana\'s own namespace, which is read anyway; remove it',
  },
  {
    config: grafanaWith({ dashboardNamespaces: ["a", "a"] }),
    says: 'grafana.dashboardNamespaces[1] is "a", but it is listed twice; remove it',
  },
  {
    config: grafanaWith({ nodePort: 30300 }, { query: { nodePort: 30300 } }),
    says: "grafana.nodePort is 30300, but it repeats query.nodePort; give each part a port of its own",
  },
  {
    config: grafanaWith({}, { grafanaAdminPassword: "a long one in clear" }),
    says:
      "grafanaAdminPassword must be a secret; set it again with `pulumi config set --secret thanos-fleet:grafanaAdminPassword`, " +
      "and replace the secret itself, which was stored unencrypted",
  },
];
