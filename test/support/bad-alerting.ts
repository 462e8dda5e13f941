// Invalid configurations of Alertmanager and Ruler, with the expected errors.
import type { Row } from "./bad-input";
import { AWS_STORE, OBSERVEE, OBSERVER, SECURE, withKeys, type ConfigObject } from "./configs";

const alerting = (alertmanager: ConfigObject, other: ConfigObject = {}) =>
  withKeys(OBSERVER, { alertmanager, ...other });
const routed = (route: ConfigObject, ...names: string[]) =>
  alerting({ route, receivers: names.map((name) => ({ name, integrations: [] })) });
const withIntegration = (integration: ConfigObject, other: ConfigObject = {}) =>
  alerting(
    { route: { receiver: "a" }, receivers: [{ name: "a", integrations: [integration] }] },
    other,
  );
const ruled = (...rules: unknown[]) =>
  withKeys(OBSERVER, { ruler: { groups: [{ name: "a", rules }] } });
const matching = (matcher: string) => routed({ routes: [{ matchers: [matcher] }] });

/** A secret for every referenced name. */
const SECRET = { alertmanagerSecrets: SECURE };

const EXTERNAL = { namespace: "monitoring", sidecar: "sidecar.monitoring.svc:10901" };

const MATCHER =
  "must be a matcher: a label, one of =, !=, =~ and !~, and a value; " +
  'use for example severity="critical", or cluster=~"eu-.*" with a regular expression of Go\'s';
const METRIC =
  "must be the name of a metric: letters, digits, underscores and colons, no digit first; " +
  'use for example "cluster:up:count"';
const NAME =
  "must be a name of letters, digits, hyphens, dots and underscores, 63 at most; " +
  "write the name of an entry of alertmanagerSecrets, not the secret itself";
const DURATION =
  "must be a duration such as 30s, 1h30m, 90d or 1y; write a whole number and one of y, w, d, h, m, s, ms, the larger units first";

export const ALERTING: readonly Row[] = [
  {
    config: routed({ receiver: "chta" }, "chat"),
    says: 'alertmanager.route.receiver is "chta", but there is no receiver of this name; did you mean "chat"?',
  },
  {
    config: routed({ receiver: "a", routes: [{ receiver: "pager", matchers: ["a=b"] }] }, "a"),
    says: 'alertmanager.route.routes[0].receiver is "pager", but there is no receiver of this name; add it to alertmanager.receivers',
  },
  {
    config: routed({ receiver: "a" }, "a", "a"),
    says: 'alertmanager.receivers[1].name is "a", but it repeats alertmanager.receivers[0].name; give each receiver a name of its own',
  },
  {
    config: routed({}, "null"),
    says: 'alertmanager.receivers[0].name is "null", but this receiver always exists and notifies nobody; use another name',
  },
  {
    config: routed({ receiver: "a" }, "a", "chat"),
    says: 'warning: alertmanager.receivers[1] ("chat") is in no route and is never notified',
  },
  {
    config: routed({ receiver: "a", repeatInterval: "6d" }, "a"),
    says: 'warning: alertmanager.route.repeatInterval is "6d", longer than alertmanager.retention: notifications are repeated sooner',
  },
  {
    config: routed({ groupInterval: "0d" }),
    says: 'alertmanager.route.groupInterval is "0d", but must not be 0; use "1m"',
  },
  ...["severity", 'severity=="critical"', "my-label=a", "a=~(b", "a=~(?=b)", "a=b c", 'a="b'].map(
    (matcher) => ({
      config: matching(matcher),
      says: `alertmanager.route.routes[0].matchers[0] is ${JSON.stringify(matcher)}, but ${MATCHER}`,
    }),
  ),
  {
    config: routed({ routes: [{ matchers: [] }] }),
    says: "alertmanager.route.routes[0].matchers is [], but must have at least one matcher; name the alerts that take this route",
  },
  {
    config: routed({ groupBy: ["alert-name"] }),
    says: 'alertmanager.route.groupBy[0] is "alert-name", but must be the name of a label, or ... for all labels; use for example "alertname" and "cluster"',
  },
  {
    config: withIntegration({ kind: "irc" }),
    says: 'alertmanager.receivers[0].integrations[0].kind is "irc", but must be "webhook", "slack", "pagerduty", "opsgenie", "email", "msteams", "discord" or "telegram"; name one of them',
  },
  {
    config: withIntegration(
      { kind: "slack", urlSecret: "slack", url: "https://hooks.example.com" },
      SECRET,
    ),
    says: "alertmanager.receivers[0].integrations[0].url is not one of channel, kind, sendResolved, urlSecret; remove it",
  },
  {
    config: withIntegration({ kind: "slack", urlSecret: "https://hooks.example.com/hunter2" }),
    says: `alertmanager.receivers[0].integrations[0].urlSecret ${NAME}`,
  },
  {
    config: withIntegration({ kind: "slack", urlSecret: "slack" }),
    says: 'alertmanager.receivers[0].integrations[0].urlSecret is "slack", but alertmanagerSecrets has no entry of this name; add it there, with --secret',
  },
  {
    config: alerting({}, { alertmanagerSecrets: { slack: "hunter2" } }),
    says:
      "alertmanagerSecrets must be a secret; set it again with `pulumi config set --secret thanos-fleet:alertmanagerSecrets`, " +
      "and replace the secret itself, which was stored unencrypted",
  },
  {
    config: alerting({ nodePort: 8080 }),
    says: "alertmanager.nodePort is 8080, but must be a whole number from 30000 to 32767; use for example 30090",
  },
  {
    config: alerting({ nodePort: 30090 }, { prometheus: { nodePort: 30090 } }),
    says: "alertmanager.nodePort is 30090, but it repeats prometheus.nodePort; give each part a port of its own",
  },
  {
    config: alerting({ externalUrl: "alerts.example.com" }),
    says: 'alertmanager.externalUrl is "alerts.example.com", but must be a URL with http:// or https://; use for example "https://thanos.example.com"',
  },
  ...["ingress", "traefik", "gateway"].map((kind) => ({
    config: alerting({ edge: { exposure: { kind, hostname: "alerts.example.com" } } }),
    says:
      `alertmanager.edge.exposure.kind is "${kind}", but must be "loadBalancer" or "nodePort": Alertmanager's edge identifies ` +
      "a sender by its certificate, which an edge that terminates TLS would not pass on; name one of them",
  })),
  {
    config: alerting({
      edge: { exposure: { kind: "nodePort", nodePort: 30093, address: "10.0.0.7" } },
      nodePort: 30093,
    }),
    says: "alertmanager.edge.exposure.nodePort is 30093, but it repeats alertmanager.nodePort; give each part a port of its own",
  },
  {
    config: alerting({
      edge: {
        exposure: {
          kind: "loadBalancer",
          annotations: { "service.beta.kubernetes.io/aws-load-balancer-ssl-cert": "x" },
        },
      },
    }),
    says:
      "alertmanager.edge.exposure.annotations.service.beta.kubernetes.io/aws-load-balancer-ssl-cert " +
      "the load balancer would terminate TLS, and Thanos would not see client certificates; remove it: the listener must pass TCP through",
  },
  {
    config: alerting({ edge: { ca: { generation: 1, phase: "overlap" } } }),
    says: 'alertmanager.edge.ca is {"generation":1,"phase":"overlap"}, but generation 1 must be stable: it has no predecessor; use generation 2 to begin the first rotation',
  },
  {
    config: alerting({ edge: { port: 443 } }),
    says: "alertmanager.edge.port is not one of ca, exposure; remove it",
  },
  {
    config: withKeys(OBSERVEE, { alertmanager: { edge: {} } }),
    says: "alertmanager.edge is not one of externalUrl, inhibitRules, nodePort, receivers, replicas, retention, route, storage; remove it",
  },
  {
    config: withKeys(OBSERVEE, {
      alerting: {},
      externalPrometheus: EXTERNAL,
    }),
    says: "alerting with externalPrometheus no Prometheus is deployed that could send alerts; remove alerting",
  },
  {
    config: withKeys(OBSERVEE, { alerting: { observer: true } }),
    says: "alerting.observer is not one of ca; remove it",
  },
  {
    config: ruled({ record: "a", alert: "b", expr: "up" }),
    says: 'ruler.groups[0].rules[0] is {"record":"a","alert":"b","expr":"up"}, but must have exactly one of record and alert; split it into two rules, or remove one of them',
  },
  {
    config: ruled({ record: "a-b", expr: "up" }),
    says: `ruler.groups[0].rules[0].record is "a-b", but ${METRIC}`,
  },
  {
    config: ruled({ record: "a", expr: "up", for: "5m" }),
    says: 'ruler.groups[0].rules[0].for is "5m", but is for alerts only; remove it',
  },
  {
    config: ruled({ record: "a", expr: "up", labels: { rule_replica: "x" } }),
    says: 'ruler.groups[0].rules[0].labels.rule_replica is "x", but is a label that the Ruler sets itself; remove it',
  },
  {
    config: ruled({ alert: "A", expr: "up", annotations: { "run-book": "x" } }),
    says: 'ruler.groups[0].rules[0].annotations.run-book is "x", but must be a label name: letters, digits and underscores, not beginning with a digit or with two underscores; rename it',
  },
  {
    config: ruled({ record: "a", expr: "up", exp: "up" }),
    says: 'ruler.groups[0].rules[0].exp is not one of alert, annotations, expr, for, keep_firing_for, labels, record; did you mean "expr"?',
  },
  {
    config: withKeys(OBSERVER, { ruler: { groups: [], evaluationInterval: "1 m" } }),
    says: `ruler.evaluationInterval is "1 m", but ${DURATION}`,
  },
  {
    config: withKeys(OBSERVER, { ruler: { groups: [], retention: "1h" } }),
    says: 'ruler.retention is "1h", but must be at least 6h, or an outage of the object store loses blocks; use for example "2d"',
  },
  {
    config: withKeys(OBSERVER, {
      ruler: {
        groups: [
          { name: "a", rules: [] },
          { name: "a", rules: [] },
        ],
      },
    }),
    says: 'ruler.groups[1].name is "a", but it repeats ruler.groups[0].name; give each group a name of its own',
  },
  {
    config: withKeys(OBSERVER, { externalPrometheus: EXTERNAL, prometheus: undefined }),
    says: "warning: monitors.labels is not set: alerts on this program exist only if externalPrometheus selects every ServiceMonitor and PrometheusRule of its namespace; kube-prometheus-stack selects those with the label `release`. Set `{}` if it selects all",
  },
  {
    config: { ...OBSERVER, alertmanager: undefined },
    says: "warning: nobody is notified of this cluster's alerts: configure alertmanager with a receiver",
  },
  {
    config: { ...OBSERVEE, alertmanager: undefined },
    says: "warning: nobody is notified of this cluster's alerts: configure alertmanager with a receiver, or alerting to send them to the observer",
  },
  {
    config: alerting({ route: { routes: [{ receiver: "null", matchers: ["a=b"] }] } }),
    says: "warning: alertmanager has no route to a receiver: nobody is notified of this cluster's alerts",
  },
  {
    config: {
      ...ruled({ alert: "A", expr: "up == 0" }),
      ...{ alertmanager: undefined, externalPrometheus: EXTERNAL },
      monitors: { labels: { release: "kps" } },
    },
    says: "warning: nobody is notified if a cluster is missing from the fleet, nor of alerts in ruler.groups: thanos-fleet-check and the Ruler send them to alertmanager alone; configure it",
  },
  {
    config: withKeys(OBSERVER, {
      ...AWS_STORE,
      ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
      ruler: { groups: [] },
    }),
    says: "objectStore.auth.roleArns.rule is required if ruler is configured and IAM roles are used; name a role that may list, read and write the bucket, or remove ruler",
  },
];
