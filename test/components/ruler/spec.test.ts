// The Ruler's flags and files.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { ruler } from "../../../components/ruler/config";
import { ruleFiles, ruleFlags } from "../../../components/ruler/spec";
import { PARTS } from "../../support/fleet";

const ARGS = {
  ...ruler.parse(PARTS["ruler"]?.config["thanos-fleet:ruler"]),
  blockDuration: "2h",
  alerts: true,
};
const flags = ruleFlags("thanos", ARGS);
const files = ruleFiles("thanos", ARGS);

describe("the Ruler's flags", () => {
  it("keep the cluster label of results, and add only the replica label", () => {
    assert.deepEqual(
      flags.filter((flag) => flag.startsWith("--label")),
      ['--label=rule_replica="$(POD_NAME)"'],
    );
  });

  it("drop the replica labels of alerts, so that a pair alerts once", () => {
    assert.deepEqual(
      flags.filter((flag) => flag.startsWith("--alert.label-drop")),
      ["--alert.label-drop=rule_replica", "--alert.label-drop=prometheus_replica"],
    );
  });

  it("query Query, and cut blocks of two hours", () => {
    assert.ok(flags.includes("--query=thanos-query.thanos.svc:10902"));
    assert.ok(flags.includes("--tsdb.block-duration=2h"));
  });

  it("name no Alertmanager if there is none", () => {
    const alone = { ...ARGS, alerts: false };
    assert.ok(!ruleFlags("thanos", alone).some((flag) => flag.startsWith("--alertmanagers")));
    assert.deepEqual(Object.keys(ruleFiles("thanos", alone)), ["rules.yaml"]);
  });
});

describe("the Ruler's files", () => {
  it("list every replica of Alertmanager", () => {
    assert.deepEqual(parse(files["alertmanagers.yaml"] ?? ""), {
      alertmanagers: [
        {
          static_configs: ["dnssrv+_web._tcp.alertmanager.thanos.svc"],
          scheme: "http",
          api_version: "v2",
        },
      ],
    });
  });

  it("make groups abort on partial responses by default", () => {
    const { groups } = Object(parse(files["rules.yaml"] ?? ""));
    assert.deepEqual(
      groups.map((group: Record<string, unknown>) => group["partial_response_strategy"]),
      ["abort", "warn"],
    );
  });
});
