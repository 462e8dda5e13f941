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
  it("leave the cluster of an answer as it is: only the replica is told apart", () => {
    assert.deepEqual(
      flags.filter((flag) => flag.startsWith("--label")),
      ['--label=rule_replica="$(POD_NAME)"'],
    );
  });

  it("take from alerts what tells replicas apart, so that a pair alerts once", () => {
    assert.deepEqual(
      flags.filter((flag) => flag.startsWith("--alert.label-drop")),
      ["--alert.label-drop=rule_replica", "--alert.label-drop=prometheus_replica"],
    );
  });

  it("ask Query, and keep blocks of two hours", () => {
    assert.ok(flags.includes("--query=thanos-query.thanos.svc:10902"));
    assert.ok(flags.includes("--tsdb.block-duration=2h"));
  });

  it("name no Alertmanager where there is none", () => {
    const alone = { ...ARGS, alerts: false };
    assert.ok(!ruleFlags("thanos", alone).some((flag) => flag.startsWith("--alertmanagers")));
    assert.deepEqual(Object.keys(ruleFiles("thanos", alone)), ["rules.yaml"]);
  });
});

describe("the Ruler's files", () => {
  it("tell every replica of Alertmanager", () => {
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

  it("have groups fail rather than answer for a part of the fleet, unless they say otherwise", () => {
    const { groups } = Object(parse(files["rules.yaml"] ?? ""));
    assert.deepEqual(
      groups.map((group: Record<string, unknown>) => group["partial_response_strategy"]),
      ["abort", "warn"],
    );
  });
});
