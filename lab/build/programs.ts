// The programs that the lab runs, and how each is built from its Go module into the cache.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDir, repository, writeFile } from "../paths";
import { step } from "../report";
import { run, type RunOptions } from "../run";
import { versions } from "../versions";

export interface Program {
  readonly name: string;
  readonly version: string;
  /** Built on demand by a test suite: neither the lab nor its three default stacks run it. */
  readonly optional?: true;
  readonly packages: readonly string[];
  readonly tags?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Folders of this module to keep beside the binaries. */
  readonly keep?: { readonly module: string; readonly folders: readonly string[] };
  /** A file that a release contains but the Go module lacks. */
  readonly addedFile?: { readonly module: string; readonly file: string; readonly text: string };
}

const kubernetesVersion = "k8s.io/component-base/version";
const prometheusVersion = "github.com/prometheus/common/version.Version";
const plain = (version: string) => version.replace(/^v/, "");

export const programs = {
  pulumi: {
    name: "pulumi",
    version: versions.pulumi,
    packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
    variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": versions.pulumi },
  },
  k8s: {
    name: "k8s",
    version: versions.kubernetes,
    packages: [
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kubelet",
      "kube-proxy",
      "kubectl",
    ].map((command) => `k8s.io/kubernetes/cmd/${command}`),
    // Without these it reports v0.0.0-master, which breaks version checks such as those of feature gates.
    variables: {
      [`${kubernetesVersion}.gitVersion`]: versions.kubernetes,
      [`${kubernetesVersion}.gitMajor`]: "1",
      [`${kubernetesVersion}.gitMinor`]: "36",
      [`${kubernetesVersion}.gitTreeState`]: "clean",
    },
  },
  coredns: {
    name: "coredns",
    version: versions.coredns,
    packages: ["."],
  },
  thanos: {
    name: "thanos",
    version: versions.thanos,
    packages: ["github.com/thanos-io/thanos/cmd/thanos"],
    // Without this tag the StoreAPI's Info panics: `makeslice: len out of range`.
    tags: "slicelabels",
    variables: { [prometheusVersion]: plain(versions.thanos) },
  },
  prometheus: {
    name: "prometheus",
    version: versions.prometheusModule,
    packages: [
      "github.com/prometheus/prometheus/cmd/prometheus",
      "github.com/prometheus/prometheus/cmd/promtool",
    ],
    tags: "remove_all_sd,enable_kubernetes_sd,enable_dns_sd",
    variables: { [prometheusVersion]: plain(versions.prometheus) },
  },
  alertmanager: {
    name: "alertmanager",
    optional: true,
    version: versions.alertmanager,
    packages: [
      "github.com/prometheus/alertmanager/cmd/alertmanager",
      "github.com/prometheus/alertmanager/cmd/amtool",
    ],
    variables: { [prometheusVersion]: plain(versions.alertmanager) },
    addedFile: {
      module: "github.com/prometheus/alertmanager",
      file: "ui/app/dist/index.html",
      text: "<!doctype html><title>Alertmanager</title><p>Built without its pages.\n",
    },
  },
  operator: {
    name: "operator",
    version: versions.prometheusOperator,
    packages: [
      "github.com/prometheus-operator/prometheus-operator/cmd/operator",
      "github.com/prometheus-operator/prometheus-operator/cmd/prometheus-config-reloader",
    ],
    variables: { [prometheusVersion]: plain(versions.prometheusOperator) },
    keep: {
      module: "github.com/prometheus-operator/prometheus-operator",
      folders: ["example/prometheus-operator-crd", "example/rbac/prometheus-operator"],
    },
  },
  versitygw: {
    name: "versitygw",
    version: versions.versitygw,
    packages: ["github.com/versity/versitygw/cmd/versitygw"],
  },
  "memcached-exporter": {
    name: "memcached-exporter",
    optional: true,
    version: versions.memcachedExporter,
    packages: ["github.com/prometheus/memcached_exporter/cmd/memcached_exporter"],
    variables: { [prometheusVersion]: plain(versions.memcachedExporter) },
  },
  "kube-rbac-proxy": {
    name: "kube-rbac-proxy",
    optional: true,
    version: versions.kubeRbacProxy,
    packages: ["github.com/brancz/kube-rbac-proxy/cmd/kube-rbac-proxy"],
    variables: { [`${kubernetesVersion}.gitVersion`]: versions.kubeRbacProxy },
  },
  traefik: {
    name: "traefik",
    version: versions.traefik,
    optional: true,
    packages: ["github.com/traefik/traefik/v3/cmd/traefik"],
    variables: {
      "github.com/traefik/traefik/v3/pkg/version.Version": plain(versions.traefik),
    },
    keep: {
      module: "github.com/traefik/traefik/v3",
      folders: ["docs/content/reference/dynamic-configuration"],
    },
  },
  minio: {
    name: "minio",
    version: versions.minio,
    optional: true,
    packages: ["github.com/minio/minio", "github.com/minio/mc"],
    variables: { "github.com/minio/minio/cmd.ReleaseTag": versions.minio },
  },
  pause: { name: "pause", version: versions.pause, packages: ["."] },
} satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** Path of a built file: a binary, or a file in a kept folder. */
export function builtFile(program: ProgramName, ...file: readonly string[]): string {
  return path.join(folderOf(programs[program]), ...file);
}

/** Programs that every lab needs. */
const requiredPrograms = (): Program[] =>
  Object.values<Program>(programs).filter((p) => !p.optional);

/** Output of the builds. */
const log = () => path.join(cacheDir(), "build.log");

/** Builds what is not in the cache, one program at a time: go uses all cores by itself. */
export async function buildPrograms(
  wanted: readonly Program[] = requiredPrograms(),
): Promise<void> {
  const missing = wanted.filter((p) => !fs.existsSync(folderOf(p)));
  let count = 0;
  for (const program of missing) {
    count += 1;
    const title = `build ${program.name} ${program.version} (${count} of ${missing.length})`;
    await step(title, (note) => build(program, note));
  }
}

function goArguments(program: Program): string[] {
  const variables = Object.entries(program.variables ?? {}).map(([name, v]) => `-X ${name}=${v}`);
  return [
    "build",
    "-trimpath",
    ...(program.tags ? ["-tags", program.tags] : []),
    "-ldflags",
    ["-s", "-w", ...variables].join(" "),
  ];
}

/** The folder's name is the cache key: a hash of pins, flags and source files. */
function folderOf(program: Program): string {
  const source = path.join(repository, "lab/go", program.name);
  const hash = createHash("sha256");
  fs.readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => fs.statSync(path.join(source, file)).isFile())
    .sort()
    .forEach((file) => hash.update(file).update(fs.readFileSync(path.join(source, file))));
  const added = program.addedFile === undefined ? [] : [program.addedFile];
  const rest = [goArguments(program), program.packages, program.keep ?? null, ...added];
  hash.update(JSON.stringify(rest));
  const name = `${program.name}-${program.version}-${hash.digest("hex").slice(0, 12)}`;
  return path.join(cacheDir(), "programs", name);
}

async function build(program: Program, note: (what: string) => void): Promise<void> {
  const target = folderOf(program);
  // Another process may be building the same program into the same cache.
  const out = `${target}.building-${String(process.pid)}`;
  // -mod=mod may modify go.mod, so the build uses a copy.
  const source = `${target}.source-${String(process.pid)}`;
  fs.mkdirSync(out, { recursive: true });
  removeAbandonedBuilds(target);
  fs.cpSync(path.join(repository, "lab/go", program.name), source, { recursive: true });
  const env = {
    ...process.env,
    CGO_ENABLED: "0",
    GOWORK: "off",
    GOFLAGS: "-buildvcs=false -mod=mod",
    // A go.mod may require a newer Go than the machine's; go downloads that as a module, with a checksum.
    GOTOOLCHAIN: "auto",
  };
  const compiled = { count: 0 };
  const onLine = (line: string) => {
    compiled.count += 1;
    note(`${compiled.count} steps, the last: ${line.slice(0, 80)}`);
  };
  const options = { cwd: source, env, log: log(), onLine };
  if (program.addedFile) {
    await addFile(program.addedFile, source, options);
  }
  await run(["go", ...goArguments(program), "-v", "-o", `${out}/`, ...program.packages], options);
  if (program.keep) {
    const module = program.keep.module;
    const dir = (await run(["go", "list", "-m", "-f", "{{.Dir}}", module], options)).trim();
    for (const folder of program.keep.folders) {
      await run(["cp", "-r", "--no-preserve=mode", path.join(dir, folder), out]);
    }
  }
  fs.rmSync(source, { recursive: true, force: true });
  moveInto(out, target);
}

/** Removes the folders of killed builds of this program; their names end in the PID of the build. */
function removeAbandonedBuilds(target: string): void {
  const folder = path.dirname(target);
  const left = fs
    .readdirSync(folder)
    .filter((name) => name.startsWith(`${path.basename(target)}.`))
    .filter((name) => !fs.existsSync(`/proc/${name.split("-").pop() ?? ""}`));
  left.forEach((name) => fs.rmSync(path.join(folder, name), { recursive: true }));
}

/** If two processes build the same program, the first result is kept. */
function moveInto(out: string, target: string): void {
  try {
    fs.renameSync(out, target);
  } catch (error) {
    if (!fs.existsSync(target)) {
      throw error;
    }
    fs.rmSync(out, { recursive: true });
  }
}

/** Builds from a copy of the module that has the file: Go does not allow changes in its module cache. */
async function addFile(
  { module, file, text }: NonNullable<Program["addedFile"]>,
  source: string,
  options: RunOptions,
): Promise<void> {
  await run(["go", "mod", "download", module], options);
  const dir = (await run(["go", "list", "-m", "-f", "{{.Dir}}", module], options)).trim();
  await run(["cp", "-r", "--no-preserve=mode", dir, path.join(source, "module")]);
  writeFile(path.join(source, "module", file), text);
  await run(["go", "mod", "edit", `-replace=${module}=./module`], options);
}
