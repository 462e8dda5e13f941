// Command lines of a cluster's daemons.
import { debianProgram } from "../build/debian";
import { builtFile } from "../build/programs";
import { state } from "../paths";
import { containerdSocket } from "./files";
import type { Cluster } from "./machines";
import { pkiDir } from "./pki";

export function etcd(cluster: Cluster): string[] {
  const clients = "http://127.0.0.1:2379";
  const peers = "http://127.0.0.1:2380";
  return [
    debianProgram("etcd"),
    `--name=${cluster.name}`,
    `--data-dir=${state(cluster.name, "etcd")}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=${cluster.name}=${peers}`,
  ];
}

export function containerd(cluster: Cluster): string[] {
  return [debianProgram("containerd"), "--config", state(cluster.name, "containerd.toml")];
}

export function ctr(cluster: Cluster): string[] {
  return [debianProgram("ctr"), "--address", containerdSocket(cluster), "--namespace", "k8s.io"];
}

export function apiServer(cluster: Cluster): string[] {
  const pki = pkiDir(cluster);
  return [
    builtFile("k8s", "kube-apiserver"),
    "--etcd-servers=http://127.0.0.1:2379",
    `--advertise-address=${cluster.address}`,
    "--secure-port=6443",
    `--service-cluster-ip-range=${cluster.services}`,
    `--client-ca-file=${pki}/ca.crt`,
    `--tls-cert-file=${pki}/apiserver.crt`,
    `--tls-private-key-file=${pki}/apiserver.key`,
    "--authorization-mode=Node,RBAC",
    `--kubelet-client-certificate=${pki}/admin.crt`,
    `--kubelet-client-key=${pki}/admin.key`,
    `--kubelet-certificate-authority=${pki}/ca.crt`,
    // The node's name does not resolve; logs and exec use its address.
    "--kubelet-preferred-address-types=InternalIP",
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    `--service-account-key-file=${pki}/service-account.pub`,
    `--service-account-signing-key-file=${pki}/service-account.key`,
    "--allow-privileged=true",
    "--event-ttl=2h",
  ];
}

export function controllerManager(cluster: Cluster): string[] {
  const pki = pkiDir(cluster);
  return [
    builtFile("k8s", "kube-controller-manager"),
    `--kubeconfig=${state(cluster.name, "controller-manager.kubeconfig")}`,
    `--root-ca-file=${pki}/ca.crt`,
    `--service-account-private-key-file=${pki}/service-account.key`,
    "--use-service-account-credentials=true",
    `--cluster-signing-cert-file=${pki}/ca.crt`,
    `--cluster-signing-key-file=${pki}/ca.key`,
    `--flex-volume-plugin-dir=${state(cluster.name, "volume-plugins")}`,
    "--leader-elect=false",
    "--bind-address=127.0.0.1",
  ];
}

export function scheduler(cluster: Cluster): string[] {
  return [
    builtFile("k8s", "kube-scheduler"),
    `--kubeconfig=${state(cluster.name, "scheduler.kubeconfig")}`,
    "--leader-elect=false",
    "--bind-address=127.0.0.1",
  ];
}

export function kubelet(cluster: Cluster): string[] {
  return [
    builtFile("k8s", "kubelet"),
    `--config=${state(cluster.name, "kubelet.yaml")}`,
    `--kubeconfig=${state(cluster.name, "kubelet.kubeconfig")}`,
    `--hostname-override=${cluster.node}`,
    `--root-dir=${state(cluster.name, "kubelet")}`,
    `--node-ip=${cluster.address}`,
  ];
}

export function proxy(cluster: Cluster): string[] {
  return [builtFile("k8s", "kube-proxy"), `--config=${state(cluster.name, "proxy.yaml")}`];
}
