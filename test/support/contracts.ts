// Outputs of stacks, for tests.
import { observeeOutputs as outputs } from "../../tools/render/references";
import type { ObserveeContract } from "../../stacks/contract";
import { SERVER } from "./configs";

/** Outputs of an observee whose bucket is at the same endpoint as that of the minimal observer. */
export const observeeOutputs = (cluster: string): ObserveeContract => outputs(cluster, SERVER);
