// Writes the configuration files of a cluster's daemons.
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { groupRoot } from "./cgroups";
import { cniFolder } from "../build/debian";
import { images } from "../build/images";
import { state, writeFile } from "../paths";
import { kubeconfigOf, type Cluster } from "./machines";
import { pkiDir } from "./pki";

/** Kubeconfig of a subject of the cluster, with certificates and key embedded. */
function kubeconfig(cluster: Cluster, subject: string): object {
  const data = (file: string) => fs.readFileSync(path.join(pkiDir(cluster), file), "base64");
  const { name } = cluster;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: `https://${cluster.address}:6443`,
          "certificate-authority-data": data("ca.crt"),
        },
      },
    ],
    users: [
      {
        name: subject,
        user: {
          "client-certificate-data": data(`${subject}.crt`),
          "client-key-data": data(`${subject}.key`),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: subject } }],
    "current-context": name,
  };
}

function kubelet(cluster: Cluster): object {
  const pki = pkiDir(cluster);
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    failCgroupV1: false,
    failSwapOn: false,
    // Lowering the score needs CAP_SYS_RESOURCE, which a container or small VM may not have.
    oomScoreAdj: 0,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${groupRoot}/${cluster.name}`,
    containerRuntimeEndpoint: `unix://${containerdSocket(cluster)}`,
    podLogsDir: state(cluster.name, "pod-logs"),
    volumePluginDir: state(cluster.name, "volume-plugins"),
    clusterDNS: [cluster.dnsService],
    clusterDomain: "cluster.local",
    resolvConf: state(cluster.name, "resolv.conf"),
    // A changed Secret reaches its pods within about this time; the default is a minute.
    syncFrequency: "10s",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${pki}/ca.crt` },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: `${pki}/kubelet.crt`,
    tlsPrivateKeyFile: `${pki}/kubelet.key`,
    // Absolute limits, since the disk is the host's: by percentage, a large and rather full disk evicts every pod.
    evictionHard: {
      "nodefs.available": "1Gi",
      "imagefs.available": "1Gi",
      "memory.available": "100Mi",
    },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    serializeImagePulls: false,
    registryPullQPS: 0,
  };
}

function proxy(cluster: Cluster): object {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "iptables",
    oomScoreAdj: 0,
    clusterCIDR: cluster.pods,
    hostnameOverride: cluster.node,
    bindAddress: cluster.address,
    metricsBindAddress: "127.0.0.1:10249",
    clientConnection: { kubeconfig: state(cluster.name, "proxy.kubeconfig") },
    // The conntrack table is the host's, so its size is left alone.
    conntrack: { maxPerCore: 0 },
  };
}

function cni(cluster: Cluster): object {
  return {
    cniVersion: "0.4.0",
    name: cluster.name,
    plugins: [
      {
        type: "bridge",
        bridge: "cni0",
        isGateway: true,
        isDefaultGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet: cluster.pods }]],
          dataDir: state(cluster.name, "ipam"),
        },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

export function containerdSocket(cluster: Cluster): string {
  return state(cluster.name, "containerd", "containerd.sock");
}

function containerd(cluster: Cluster): string {
  const dir = state(cluster.name, "containerd");
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  const unused = ["btrfs", "zfs", "devmapper", "aufs"].map(
    (s) => `io.containerd.snapshotter.v1.${s}`,
  );
  const text = (value: string | readonly string[]) => JSON.stringify(value);
  return [
    "version = 2",
    `root = ${text(`${dir}/root`)}`,
    `state = ${text(`${dir}/state`)}`,
    `disabled_plugins = ${text(unused)}`,
    "[grpc]",
    `  address = ${text(containerdSocket(cluster))}`,
    `[${cri}]`,
    `  sandbox_image = ${text(images.pause.name)}`,
    "  netns_mounts_under_state_dir = true",
    // As for the kubelet: if lowering the score is refused, runc fails to start every sandbox.
    "  restrict_oom_score_adj = true",
    `  [${cri}.cni]`,
    `    bin_dir = ${text(cniFolder())}`,
    `    conf_dir = ${text(state(cluster.name, "cni"))}`,
    `  [${cri}.containerd]`,
    '    snapshotter = "overlayfs"',
    `    [${cri}.containerd.runtimes.runc]`,
    '      runtime_type = "io.containerd.runc.v2"',
    `      [${cri}.containerd.runtimes.runc.options]`,
    "        SystemdCgroup = false",
    "",
  ].join("\n");
}

export function writeConfig(cluster: Cluster): void {
  const secret = 0o600;
  const at = (file: string) => state(cluster.name, file);
  writeFile(kubeconfigOf(cluster.name), stringify(kubeconfig(cluster, "admin")), secret);
  for (const subject of ["controller-manager", "scheduler", "proxy", "kubelet"]) {
    writeFile(at(`${subject}.kubeconfig`), stringify(kubeconfig(cluster, subject)), secret);
  }
  writeFile(at("kubelet.yaml"), stringify(kubelet(cluster)));
  writeFile(at("proxy.yaml"), stringify(proxy(cluster)));
  writeFile(at("cni/10-bridge.conflist"), JSON.stringify(cni(cluster), undefined, 2));
  writeFile(at("containerd.toml"), containerd(cluster));
  // No external name resolves: nothing in the lab may depend on the internet.
  writeFile(at("resolv.conf"), "nameserver 127.0.0.1\n");
}
