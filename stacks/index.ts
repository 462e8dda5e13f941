// Public functions of this folder: read other stacks' outputs and check the existing cluster.
export { checkCluster } from "./cluster";
export { readFleet } from "./observees";
export { readObserver } from "./observer";
