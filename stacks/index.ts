// What other stacks promise, what this one left behind, and what the cluster has already.
export { checkCluster } from "./cluster";
export { readFleet, type FleetView, type ObserveeView } from "./observees";
export { readObserver, type ObserverView } from "./observer";
