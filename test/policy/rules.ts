// All rules by name, so that each is applied and each is seen to catch.
import * as edges from "./edges";
import * as namespaces from "./namespaces";
import * as order from "./order";
import * as pods from "./pods";
import * as structure from "./structure";
import * as timeouts from "./timeouts";
import * as waits from "./waits";
import * as wiring from "./wiring";
import type { Rule } from "./structure";

export const RULES = {
  "every resource names its provider": structure.providerIsNamed,
  "every resource has a parent": structure.hasParent,
  "every name begins with the parent's": structure.nameHasPrefix,
  "components have no inputs": structure.componentsHaveNoInputs,
  "nothing secret stands in clear": structure.nothingSecretInClear,
  "secrets stay in Secrets": structure.secretsStayInSecrets,
  "buckets and CA keys are protected": structure.dataIsProtected,
  "namespaces with volumes are kept": structure.homesAreKept,
  "no rule of a bucket ends a current object": structure.currentObjectsStay,
  "containers pass the restricted standard": pods.containersAreRestricted,
  "pods pass the restricted standard": pods.podsAreRestricted,
  "secrets reach pods as files": pods.secretsAreFiles,
  "containers ask for resources": pods.resourcesAreAsked,
  "images have a version": pods.imagesArePinned,
  "probes go to ports that there are": pods.probesHavePorts,
  "volumes outlive their set": pods.volumesAreKept,
  "sets stay when their claims would change": waits.claimsAreLeftAlone,
  "an up waits as long as pods may take": waits.waitsAreLongEnough,
  "workloads select their own pods": wiring.workloadsSelectTheirPods,
  "Services reach pods": wiring.servicesReachPods,
  "Services are scraped": wiring.servicesAreMonitored,
  "metrics ports are scraped": wiring.metricsPortsAreMonitored,
  "disruption budgets select pods": wiring.budgetsSelectPods,
  "pods find their files and accounts": wiring.podsFindTheirFiles,
  "pods start after their files": order.podsStartAfterTheirFiles,
  "flags name mounted files": wiring.flagsNameMountedFiles,
  "an Ingress leads to a Service": wiring.ingressesLeadSomewhere,
  "edges ask for a certificate": edges.edgesAskForCertificates,
  "a plain port is shut where certificates are asked for": edges.plainPortsAreShut,
  "edges answer to one name": edges.edgesHaveHosts,
  "routes find their TLS options": edges.routesHaveTheirOptions,
  "edges find their CAs": edges.casAreMade,
  "CAs of an edge have their key": edges.casHaveTheirKey,
  "CAs of an edge are not empty": edges.casAreNotEmpty,
  "routes of a host agree": edges.hostsHaveOnePolicy,
  "a host has one way in": edges.hostsHaveOneWayIn,
  "what is published has a login": edges.publishedHaveLogins,
  "namespaces are denied by default": namespaces.namespacesAreDenied,
  "namespaces tell of pods that restricted refuses": namespaces.namespacesTellOfPods,
  "roles have no wildcards": wiring.rolesHaveNoWildcards,
  "timeouts fall from the outside in": timeouts.timeoutsFall,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
