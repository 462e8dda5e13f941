// Grafana's settings: closed and quiet whatever else is said, secrets by their files only.
import * as assert from "node:assert/strict";
import { passwordFrom, sealOf } from "../../../components/grafana/admin";
import { toIni } from "../../../components/grafana/ini";
import { datasources } from "../../../components/grafana/provisioning";
import { grafanaSettings, OWN_SETTINGS, sectionOf } from "../../../components/grafana/settings";
import { TIMEOUTS } from "../../../kubernetes/query-timeouts";
import { field } from "../../policy/objects";

describe("grafana.ini", () => {
  it("has sorted sections and keys", () => {
    assert.equal(toIni({ b: { d: 1, c: true }, a: {} }), "[a]\n\n[b]\nc = true\nd = 1\n");
  });

  it("quotes values that would otherwise be read as comments or other values", () => {
    for (const value of ["a;b", "a#b", ' "a"', "contains(a[*], 'b')", "", "$__file{/a}"]) {
      assert.equal(toIni({ a: { b: value } }), `[a]\nb = \`${value}\`\n`);
    }
  });

  it("does not quote plain words, addresses and lists", () => {
    for (const value of ["https://a.example.com/b?", "openid profile email", "5m", "a,b"]) {
      const plain = value.replace("?", "");
      assert.equal(toIni({ a: { b: plain } }), `[a]\nb = ${plain}\n`);
    }
  });
});

describe("Grafana's settings", () => {
  const opened = Object.fromEntries(
    OWN_SETTINGS.map((name) => {
      const [section, key] = sectionOf(name);
      return [section, { [key]: true }];
    }),
  );

  it("require a login, whatever is configured", () => {
    const settings = grafanaSettings(opened, [], undefined);
    assert.equal(settings["auth.anonymous"]?.["enabled"], false);
    assert.equal(settings["public_dashboards"]?.["enabled"], false);
    assert.equal(settings["snapshots"]?.["enabled"], false);
  });

  it("refer to files for secrets", () => {
    const settings = grafanaSettings({}, ["auth.generic_oauth.client_secret"], undefined);
    assert.equal(
      settings["security"]?.["admin_password"],
      "$__file{/etc/grafana-secrets/security.admin_password}",
    );
    assert.equal(
      settings["auth.generic_oauth"]?.["client_secret"],
      "$__file{/etc/grafana-secrets/auth.generic_oauth.client_secret}",
    );
  });

  it("send cookies over HTTPS only if the public URL has it", () => {
    const secure = (url: string | undefined) =>
      grafanaSettings({}, [], url)["security"]?.["cookie_secure"];
    assert.equal(secure("https://metrics.example.com/"), true);
    assert.equal(secure("http://metrics.example.com/"), undefined);
    assert.equal(secure(undefined), undefined);
  });

  it("can be overridden where they are mere defaults", () => {
    const settings = grafanaSettings({ users: { allow_sign_up: true } }, [], undefined);
    assert.equal(settings["users"]?.["allow_sign_up"], true);
  });
});

describe("Grafana's data sources", () => {
  const { datasources: sources } = datasources("metrics", "30s");

  it("are the Query Frontend, the default, and Query, without the cache", () => {
    assert.deepEqual(
      sources.map((source) => [source.url, "isDefault" in source && source.isDefault]),
      [
        ["http://thanos-query-frontend.metrics.svc:10902", true],
        ["http://thanos-query.metrics.svc:10902", false],
      ],
    );
  });

  it("wait longer than the Query Frontend, and set no limit of their own that this would not pass on", () => {
    for (const source of sources) {
      const waits = Number(field(source, "jsonData", "timeout"));
      assert.ok(waits >= TIMEOUTS.queryFrontend + 5 && waits < TIMEOUTS.edge);
      assert.equal(field(source, "jsonData", "queryTimeout"), undefined);
    }
  });
});

describe("Grafana's administrator", () => {
  it("has a long password, derived from the seed", () => {
    assert.match(passwordFrom("a"), /^[0-9a-f]{40}$/);
    assert.notEqual(passwordFrom("a"), passwordFrom("b"));
  });

  it("has a checksum that changes with the secrets and reveals nothing without the seed", () => {
    const seal = sealOf("seed", { a: "b" });
    assert.notEqual(seal, sealOf("seed", { a: "c" }));
    assert.notEqual(seal, sealOf("other", { a: "b" }));
    assert.equal(sealOf("seed", { a: "b", c: "d" }), sealOf("seed", { c: "d", a: "b" }));
  });
});
