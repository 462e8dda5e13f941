// Public functions of this folder: read other stacks' outputs and check the existing cluster.
export { checkCluster } from "./cluster";
export { readFleet, type FleetView, type ObserveeView } from "./observees";
export { readObserver, type ObserverView } from "./observer";
