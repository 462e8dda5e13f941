// What stacks of the tests tell each other.
import { observeeOutputs as outputs } from "../../tools/render/references";
import type { ObserveeContract } from "../../stacks/contract";
import { SERVER } from "./configs";

/** An observee whose bucket is where the smallest good observer has its own. */
export const observeeOutputs = (cluster: string): ObserveeContract => outputs(cluster, SERVER);
