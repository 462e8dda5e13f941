// The kinds of the fake API server, as a real one tells them: discovery and an OpenAPI schema.
import { BinaryWriter } from "google-protobuf";
import type { Values } from "../../../lab/plugins/protocol/values";

interface Kind {
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const of = (plural: string, kind: string, namespaced = true): Kind => ({
  plural,
  kind,
  namespaced,
});

const versions: Readonly<Record<string, readonly Kind[]>> = {
  v1: [
    of("namespaces", "Namespace", false),
    of("secrets", "Secret"),
    of("configmaps", "ConfigMap"),
    of("services", "Service"),
    of("endpoints", "Endpoints"),
    of("pods", "Pod"),
    of("persistentvolumeclaims", "PersistentVolumeClaim"),
    of("events", "Event"),
  ],
  "apps/v1": [
    of("deployments", "Deployment"),
    of("replicasets", "ReplicaSet"),
    of("statefulsets", "StatefulSet"),
  ],
  "rbac.authorization.k8s.io/v1": [of("clusterroles", "ClusterRole", false)],
  "apiextensions.k8s.io/v1": [of("customresourcedefinitions", "CustomResourceDefinition", false)],
  "monitoring.coreos.com/v1": [of("prometheuses", "Prometheus")],
  "example.com/v1": [of("things", "Thing"), of("places", "Place", false)],
};

const rootOf = (version: string) => (version === "v1" ? "/api/v1" : `/apis/${version}`);

export const collections: readonly string[] = Object.values(versions)
  .flat()
  .map(({ plural }) => plural);

/** What a real server answers at these paths; undefined where it has nothing of the sort. */
export function discovery(path: string): Values | undefined {
  if (path === "/version") {
    return { major: "1", minor: "36", gitVersion: "v1.36.0" };
  }
  if (path === "/api") {
    return { kind: "APIVersions", versions: ["v1"] };
  }
  if (path === "/apis") {
    return { kind: "APIGroupList", apiVersion: "v1", groups: groups() };
  }
  const found = Object.entries(versions).find(([version]) => rootOf(version) === path);
  return found && { kind: "APIResourceList", groupVersion: found[0], resources: listed(found[1]) };
}

function groups(): Values[] {
  return Object.keys(versions)
    .filter((groupVersion) => groupVersion.includes("/"))
    .map((groupVersion) => {
      const [name = "", version = ""] = groupVersion.split("/");
      return { name, versions: [{ groupVersion, version }] };
    });
}

function listed(kinds: readonly Kind[]): Values[] {
  const verbs = ["create", "delete", "get", "list", "patch", "update", "watch"];
  return kinds.flatMap(({ plural, kind, namespaced }) => [
    { name: plural, kind, namespaced, verbs },
    { name: `${plural}/status`, kind, namespaced, verbs: ["get", "patch", "update"] },
  ]);
}

/**
 * The schema as the official plugin asks for it: protobuf of gnostic's openapi.v2.Document, of which
 * it wants one definition a kind. These say nothing of a kind's fields, so all of them are accepted.
 */
export function openApi(): Buffer {
  const document = new BinaryWriter();
  document.writeString(1, "2.0");
  document.writeMessage(9, {}, (_: unknown, definitions: BinaryWriter) => {
    for (const [version, kinds] of Object.entries(versions)) {
      for (const { kind } of kinds) {
        definitions.writeMessage(1, {}, (_: unknown, named: BinaryWriter) => {
          named.writeString(1, `${version}.${kind}`);
          named.writeMessage(2, {}, (_: unknown, schema: BinaryWriter) => {
            schema.writeMessage(31, {}, (_: unknown, extension: BinaryWriter) => {
              extension.writeString(1, "x-kubernetes-group-version-kind");
              extension.writeMessage(2, {}, (_: unknown, any: BinaryWriter) => {
                any.writeString(2, JSON.stringify([groupVersionKind(version, kind)]));
              });
            });
          });
        });
      }
    }
  });
  return Buffer.from(document.getResultBuffer());
}

function groupVersionKind(groupVersion: string, kind: string): Values {
  const [version = "", group = ""] = groupVersion.split("/").reverse();
  return { group, version, kind };
}
