// Alertmanager's configuration: what it says, that no secret is in it, and that Alertmanager takes it.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { built } from "../../lab/build/programs";
import { alertmanagerYaml } from "../../specs/alertmanager/config";
import { alertmanagerSpec } from "../../specs/alertmanager/custom-resource";
import { alertmanager, type AlertmanagerConfig } from "../../specs/config/alertmanager";
import { readReceiverSecrets, receiverSecretFaults } from "../../specs/config/alertmanager-secrets";
import { durationSeconds } from "../../specs/config/words";
import { PARTS } from "../support/fleet";

const AMTOOL = built("alertmanager", "amtool");
const read = (config: unknown): AlertmanagerConfig => alertmanager.parse(config);
const written = (config: unknown): unknown => parse(alertmanagerYaml(read(config)));

/** Each kind of integration and of route. */
const EVERYTHING = read(PARTS["alertmanager"]?.config["thanos-fleet:alertmanager"]);

function checked(text: string): childProcess.SpawnSyncReturns<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "alertmanager-"));
  const file = path.join(folder, "alertmanager.yaml");
  fs.writeFileSync(file, text);
  try {
    return childProcess.spawnSync(AMTOOL, ["check-config", file], { encoding: "utf8" });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

describe("Alertmanager's configuration", () => {
  it("tells nobody unless it is told to", () => {
    assert.deepEqual(written({}), {
      route: {
        receiver: "null",
        group_by: ["alertname", "cluster"],
        group_wait: "30s",
        group_interval: "5m",
        repeat_interval: "4h",
        routes: [],
      },
      receivers: [{ name: "null" }],
      inhibit_rules: [],
    });
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

  it("keeps the order of routes, which decides", () => {
    const { route } = Object(written(EVERYTHING));
    assert.deepEqual(
      route.routes.map((below: { receiver: string }) => below.receiver),
      ["pager", "null"],
    );
  });

  it("is taken by Alertmanager with every kind of integration, route and inhibition", function () {
    if (!fs.existsSync(AMTOOL)) {
      this.skip();
    }
    const { status, stdout, stderr } = checked(alertmanagerYaml(EVERYTHING));
    assert.equal(status, 0, stdout + stderr);
    const broken = alertmanagerYaml(EVERYTHING).replace("api_url_file", "api_urls_file");
    assert.notEqual(checked(broken).status, 0);
  });
});

describe("the Alertmanager resource", () => {
  const retained = (retention: string) =>
    alertmanagerSpec({ ...read({}), image: "", retentionSeconds: durationSeconds(retention) })
      .retention;

  it("says its retention in hours, or in seconds where they are not whole", () => {
    assert.deepEqual(["5d", "1w12h", "90m"].map(retained), ["120h", "180h", "5400s"]);
  });
});

describe("the secrets of receivers", () => {
  const KEY = "alertmanagerSecrets";
  const slack = read({
    receivers: [{ name: "x", integrations: [{ kind: "slack", urlSecret: "slack" }] }],
  }).receivers;
  const faultsOf = (text: string, secrets: string[]) =>
    readReceiverSecrets({ values: { [KEY]: text }, secrets: new Set(secrets) }).faults.map(
      ({ rule }) => rule,
    );

  it("are an object of lines of text", () => {
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

  it("must not stand in clear", () => {
    assert.deepEqual(faultsOf('{"slack": "https://example.com"}', []), ["must be a secret"]);
  });

  it("are there for whoever names them", () => {
    assert.deepEqual(receiverSecretFaults(slack, { slak: "https://example.com" }), [
      {
        path: "alertmanager.receivers[0].integrations[0].urlSecret",
        value: '"slack"',
        rule: "alertmanagerSecrets has no entry of this name",
        fix: 'did you mean "slak"?',
      },
    ]);
    assert.deepEqual(receiverSecretFaults(slack, { slack: "https://example.com" }), []);
  });

  it("are addresses where an address is meant, and are not shown", () => {
    const [fault] = receiverSecretFaults(slack, { slack: "hunter2" });
    assert.equal(fault?.rule, "the secret of this name is no URL with http:// or https://");
    assert.doesNotMatch(JSON.stringify(fault), /hunter2/);
  });
});
