// Configuration keys of a node port, for clusters without load balancers.
import { z } from "zod";
import { host, nodePort } from "../../../config/network";

export const onNodePort = z.strictObject({
  kind: z.literal("nodePort"),
  nodePort: nodePort.unwrap().describe("Port on every node, `30000` to `32767`."),
  address: host.describe("DNS name or IPv4 address of a node, to dial."),
});

export type NodePortConfig = z.infer<typeof onNodePort>;
