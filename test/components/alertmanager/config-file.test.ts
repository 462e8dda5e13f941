// Alertmanager's configuration: what it says, and that no secret is in it.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { alertmanagerYaml } from "../../../components/alertmanager/config-file";
import { INHIBITIONS } from "../../../components/alertmanager/defaults";
import { alertmanagerSpec } from "../../../components/alertmanager/spec";
import { alertmanager, type AlertmanagerConfig } from "../../../components/alertmanager/config";
import {
  readReceiverSecrets,
  receiverSecretErrors,
} from "../../../components/alertmanager/secrets-config";
import { alertsOf } from "../../support/alerts";
import { PARTS, stack } from "../../support/fleet";

const read = (config: unknown): AlertmanagerConfig => alertmanager.parse(config);
const written = (config: unknown): unknown => parse(alertmanagerYaml(read(config)));

/** Each kind of integration and of route. */
const EVERYTHING = read(PARTS["alertmanager"]?.config["thanos-fleet:alertmanager"]);

describe("Alertmanager's configuration", () => {
  it("notifies nobody by default", () => {
    assert.deepEqual(written({}), {
      route: {
        receiver: "null",
        group_by: ["alertname", "cluster"],
        group_wait: "30s",
        group_interval: "5m",
        repeat_interval: "4h",
        routes: [{ receiver: "null", matchers: ['severity="none"'] }],
      },
      receivers: [{ name: "null" }],
      inhibit_rules: INHIBITIONS.map(({ sourceMatchers, targetMatchers, equal }) => ({
        ...{ source_matchers: sourceMatchers, target_matchers: targetMatchers, equal },
      })),
    });
  });

  it("has inhibition rules for existing alerts only", async () => {
    const fleet = alertsOf((await stack("fleet")).resources).map(({ alert }) => alert);
    const named = INHIBITIONS.flatMap(({ sourceMatchers, targetMatchers }) => [
      ...sourceMatchers,
      ...targetMatchers,
    ]).flatMap((matcher) => /^alertname=(ThanosFleet\w+)$/.exec(matcher)?.slice(1) ?? []);
    assert.ok(named.length >= 3);
    assert.deepEqual(
      named.filter((name) => !fleet.includes(name)),
      [],
    );
  });

  it("names a file for each secret, with integrations of one kind in one list", () => {
    const hooks = ["a", "b"].map((urlSecret) => ({ kind: "webhook", urlSecret }));
    const { receivers } = Object(
      written({ receivers: [{ name: "x", integrations: hooks }], route: { receiver: "x" } }),
    );
    assert.deepEqual(receivers[1], {
      name: "x",
      webhook_configs: ["a", "b"].map((name) => ({
        url_file: `/etc/alertmanager/secrets/alertmanager-receivers/${name}`,
      })),
    });
  });

  it("keeps the order of routes, in which they are tried", () => {
    const { route } = Object(written(EVERYTHING));
    assert.deepEqual(
      route.routes.map((below: { receiver: string }) => below.receiver),
      ["pager", "null", "null"],
    );
  });
});

describe("the Alertmanager resource", () => {
  const retained = (retention: string) =>
    alertmanagerSpec({ ...read({}), image: "", retention }).retention;

  it("has its retention in hours, or in seconds if they are not whole", () => {
    assert.deepEqual(["5d", "1w12h", "90m"].map(retained), ["120h", "180h", "5400s"]);
  });
});

describe("the secrets of receivers", () => {
  const KEY = "alertmanagerSecrets";
  const slack = read({
    receivers: [{ name: "x", integrations: [{ kind: "slack", urlSecret: "slack" }] }],
  }).receivers;
  const faultsOf = (text: string, secrets: string[]) =>
    readReceiverSecrets({ values: { [KEY]: text }, secrets: new Set(secrets) }).errors.map(
      ({ rule }) => rule,
    );

  it("are an object of single lines", () => {
    for (const broken of [
      "hunter2",
      "[]",
      '{"a": 1}',
      '{"a": ""}',
      '{"a": "b\\n"}',
      '{"/": "a"}',
    ]) {
      assert.deepEqual(faultsOf(broken, [KEY]), [
        "must be a JSON object of secrets by name, each one line of text",
      ]);
    }
    assert.deepEqual(faultsOf('{"a.b-c_d": "x y"}', [KEY]), []);
  });

  it("must be set with --secret", () => {
    assert.deepEqual(faultsOf('{"slack": "https://example.com"}', []), ["must be a secret"]);
  });

  it("must exist for every reference", () => {
    assert.deepEqual(receiverSecretErrors(slack, { slak: "https://example.com" }), [
      {
        path: "alertmanager.receivers[0].integrations[0].urlSecret",
        value: '"slack"',
        rule: "alertmanagerSecrets has no entry of this name",
        fix: 'did you mean "slak"?',
      },
    ]);
    assert.deepEqual(receiverSecretErrors(slack, { slack: "https://example.com" }), []);
  });

  it("must be URLs where a URL is expected, and are not shown", () => {
    const [fault] = receiverSecretErrors(slack, { slack: "hunter2" });
    assert.equal(fault?.rule, "the secret of this name must be a URL with http:// or https://");
    assert.doesNotMatch(JSON.stringify(fault), /hunter2/);
  });
});
