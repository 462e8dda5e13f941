// All rules by name, so that each is applied and each is seen to catch.
import * as pods from "./pods";
import * as structure from "./structure";
import * as timeouts from "./timeouts";
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
  "containers pass the restricted standard": pods.containersAreRestricted,
  "pods pass the restricted standard": pods.podsAreRestricted,
  "containers ask for resources": pods.resourcesAreAsked,
  "images have a version": pods.imagesArePinned,
  "probes go to ports that there are": pods.probesHavePorts,
  "volumes outlive their set": pods.volumesAreKept,
  "workloads select their own pods": wiring.workloadsSelectTheirPods,
  "Services reach pods": wiring.servicesReachPods,
  "Services are scraped": wiring.servicesAreMonitored,
  "disruption budgets select pods": wiring.budgetsSelectPods,
  "pods find their files and accounts": wiring.podsFindTheirFiles,
  "flags name mounted files": wiring.flagsNameMountedFiles,
  "an Ingress leads to a Service": wiring.ingressesLeadSomewhere,
  "roles have no wildcards": wiring.rolesHaveNoWildcards,
  "timeouts fall from the outside in": timeouts.timeoutsFall,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
