// Alertmanager's configuration as amtool reads it.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { builtFile } from "../../../lab/build/programs";
import { alertmanagerYaml } from "../../../components/alertmanager/config-file";
import { alertmanager, type AlertmanagerConfig } from "../../../components/alertmanager/config";
import { PARTS } from "../../support/fleet";

const AMTOOL = builtFile("alertmanager", "amtool");
const read = (config: unknown): AlertmanagerConfig => alertmanager.parse(config);

/** Each kind of integration and of route. */
const EVERYTHING = read(PARTS["alertmanager"]?.config["thanos-fleet:alertmanager"]);

function amtool(text: string, ...command: string[]): childProcess.SpawnSyncReturns<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "alertmanager-"));
  const file = path.join(folder, "alertmanager.yaml");
  fs.writeFileSync(file, text);
  const [verb = "", ...rest] = command;
  const args =
    verb === "check-config" ? [verb, file] : ["config", verb, ...rest, `--config.file=${file}`];
  try {
    return childProcess.spawnSync(AMTOOL, args, { encoding: "utf8" });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const checked = (text: string) => amtool(text, "check-config");

describe("Alertmanager's configuration, to amtool", () => {
  const chat = [{ name: "chat", integrations: [{ kind: "webhook", urlSecret: "a" }] }];
  const goesTo = (config: unknown, ...labels: readonly string[]): string =>
    amtool(alertmanagerYaml(read(config)), "routes", "test", ...labels).stdout.trim();
  const switched = ["alertname=ThanosFleetWatchdog", "severity=none", "cluster=paris"];

  it("notifies nobody of the dead man's switch by default", () => {
    const config = { route: { receiver: "chat" }, receivers: chat };
    assert.equal(goesTo(config, ...switched), "null");
    assert.equal(goesTo(config, "alertname=A", "severity=warning"), "chat");
  });

  it("sends the dead man's switch to the receiver of a configured route", () => {
    const routes = [{ receiver: "chat", matchers: ['alertname="ThanosFleetWatchdog"'] }];
    assert.equal(goesTo({ route: { routes }, receivers: chat }, ...switched), "chat");
  });

  it("is valid with every kind of integration, route and inhibition rule", () => {
    const { status, stdout, stderr } = checked(alertmanagerYaml(EVERYTHING));
    assert.equal(status, 0, stdout + stderr);
    const broken = alertmanagerYaml(EVERYTHING).replace("api_url_file", "api_urls_file");
    assert.notEqual(checked(broken).status, 0);
  });
});
