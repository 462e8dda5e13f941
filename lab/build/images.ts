// Builds container images from static Go binaries and Debian's programs, under the names that pods refer to.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDir } from "../paths";
import { step } from "../report";
import { run } from "../run";
import { versions } from "../versions";
import { debianProgram, librariesOf } from "./debian";
import { builtFile, type ProgramName } from "./programs";

interface Image {
  readonly name: string;
  /** Built on demand by a test suite: no pod of the three default stacks uses it. */
  readonly optional?: true;
  /** Program whose binaries they are; without it they are from Debian packages, and their libraries are added. */
  readonly program?: ProgramName;
  readonly binaries: readonly string[];
  /** Adds Debian's shell, if upstream's image has one and it is used. */
  readonly shell?: true;
  readonly user: string;
  readonly folders?: readonly string[];
}

const operatorHome = "quay.io/prometheus-operator";

export const images = {
  pause: {
    name: `registry.k8s.io/pause:${versions.pause}`,
    program: "pause",
    binaries: ["pause"],
    user: "65535",
  },
  coredns: {
    name: `registry.k8s.io/coredns/coredns:${versions.coredns}`,
    program: "coredns",
    binaries: ["coredns"],
    user: "65532",
  },
  thanos: {
    name: `quay.io/thanos/thanos:${versions.thanos}`,
    program: "thanos",
    binaries: ["thanos"],
    user: "1001",
  },
  prometheus: {
    name: `quay.io/prometheus/prometheus:${versions.prometheus}`,
    program: "prometheus",
    binaries: ["prometheus", "promtool"],
    user: "65534",
    folders: ["etc/prometheus", "prometheus"],
  },
  alertmanager: {
    optional: true,
    name: `quay.io/prometheus/alertmanager:${versions.alertmanager}`,
    program: "alertmanager",
    binaries: ["alertmanager", "amtool"],
    user: "65534",
    folders: ["alertmanager"],
  },
  operator: {
    name: `${operatorHome}/prometheus-operator:${versions.prometheusOperator}`,
    program: "operator",
    binaries: ["operator"],
    user: "65534",
  },
  reloader: {
    name: `${operatorHome}/prometheus-config-reloader:${versions.prometheusOperator}`,
    program: "operator",
    binaries: ["prometheus-config-reloader"],
    user: "65534",
  },
  versitygw: {
    optional: true,
    name: `ghcr.io/versity/versitygw:${versions.versitygw}`,
    program: "versitygw",
    binaries: ["versitygw"],
    shell: true,
    user: "65534",
  },
  memcached: {
    optional: true,
    name: `docker.io/library/memcached:${versions.memcached}`,
    binaries: ["memcached"],
    user: "11211",
  },
  memcachedExporter: {
    optional: true,
    name: `quay.io/prometheus/memcached-exporter:${versions.memcachedExporter}`,
    program: "memcached-exporter",
    binaries: ["memcached_exporter"],
    user: "65534",
  },
  kubeRbacProxy: {
    optional: true,
    name: `quay.io/brancz/kube-rbac-proxy:${versions.kubeRbacProxy}`,
    program: "kube-rbac-proxy",
    binaries: ["kube-rbac-proxy"],
    user: "65532",
  },
  traefik: {
    optional: true,
    name: `docker.io/library/traefik:${versions.traefik}`,
    program: "traefik",
    binaries: ["traefik"],
    user: "65532",
  },
  minio: {
    optional: true,
    name: `quay.io/minio/minio:${versions.minio}`,
    program: "minio",
    binaries: ["minio", "mc"],
    shell: true,
    user: "1000",
  },
} satisfies Record<string, Image>;

export type ImageName = keyof typeof images;

export interface ImageFile {
  readonly name: string;
  readonly file: string;
}

/** Images that every lab needs. */
const needed = (): Image[] => Object.values<Image>(images).filter((image) => !image.optional);

/** Archives of the images in the cache; builds the missing ones. */
export async function buildImages(wanted: readonly Image[] = needed()): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  for (const image of wanted) {
    const file = await archiveOf(image);
    if (!fs.existsSync(file)) {
      await step(`make image ${image.name}`, () => archive(image, file));
    }
    files.push({ name: image.name, file });
  }
  return files;
}

const recipe = 1; // part of the cache key: increase it when `archive` makes something else of the same input

async function archiveOf(image: Image): Promise<string> {
  const key = JSON.stringify([recipe, image, await contentOf(image)]);
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 12);
  return path.join(
    cacheDir(),
    "images",
    `${path.basename(image.name).replace(":", "-")}-${hash}.tar`,
  );
}

/** The folder of a built program is named by a hash of all inputs, so its path identifies the content. */
const contentOf = async (image: Image): Promise<unknown> =>
  image.program === undefined
    ? Promise.all([...(await filesOf(image)).keys()].map(sha256))
    : builtFile(image.program);

/** Paths in the image by source path: files of Debian packages keep their path, where the loader looks for them. */
async function filesOf({ program, binaries, shell }: Image): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const debian = [...(program === undefined ? binaries : []), ...(shell === true ? ["sh"] : [])];
  for (const binary of debian) {
    const from = debianProgram(binary);
    files.set(from, `bin/${binary}`);
    for (const library of await librariesOf(from)) {
      files.set(library, library.slice(1));
    }
  }
  if (program !== undefined) {
    binaries.forEach((binary) => files.set(builtFile(program, binary), `bin/${binary}`));
  }
  return files;
}

/** Writes a docker-archive with one layer: the binaries in /bin, /tmp, and a passwd file. */
async function archive(image: Image, file: string): Promise<void> {
  const work = `${file}.work`;
  const root = path.join(work, "root");
  const out = path.join(work, "out");
  fs.rmSync(work, { recursive: true, force: true });
  for (const folder of ["bin", "etc", "tmp", ...(image.folders ?? [])]) {
    fs.mkdirSync(path.join(root, folder), { recursive: true });
  }
  fs.chmodSync(path.join(root, "tmp"), 0o1777);
  const passwd = `root:x:0:0:root:/:/none\nlab:x:${image.user}:${image.user}::/:/none\n`;
  fs.writeFileSync(path.join(root, "etc/passwd"), passwd);
  for (const [from, to] of await filesOf(image)) {
    fs.mkdirSync(path.dirname(path.join(root, to)), { recursive: true });
    fs.copyFileSync(from, path.join(root, to));
    fs.chmodSync(path.join(root, to), 0o755);
  }
  fs.mkdirSync(out);
  const layer = path.join(out, "layer.tar");
  await tar(root, layer);
  const digest = await sha256(layer);
  const config = JSON.stringify({
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    config: {
      Entrypoint: [`/bin/${image.binaries[0]}`],
      Env: ["PATH=/bin"],
      User: image.user,
      WorkingDir: "/",
    },
    rootfs: { type: "layers", diff_ids: [`sha256:${digest}`] },
    history: [{ created_by: "lab" }],
  });
  const configName = `${createHash("sha256").update(config).digest("hex")}.json`;
  fs.writeFileSync(path.join(out, configName), config);
  const manifest = [{ Config: configName, RepoTags: [image.name], Layers: ["layer.tar"] }];
  fs.writeFileSync(path.join(out, "manifest.json"), JSON.stringify(manifest));
  await tar(out, path.join(work, "image.tar"));
  fs.renameSync(path.join(work, "image.tar"), file);
  fs.rmSync(work, { recursive: true });
}

/** Without the machine's names, times and file order, so that the same input gives the same image. */
function tar(folder: string, file: string): Promise<string> {
  const plain = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  return run(["tar", "--format=ustar", ...plain, "-cf", file, "-C", folder, "."]);
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of fs.createReadStream(file)) {
    hash.update(chunk);
  }
  return hash.digest("hex");
}
