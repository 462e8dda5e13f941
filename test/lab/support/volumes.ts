// Frees the volumes of StatefulSets that a test has removed.
import * as fs from "node:fs";
import { z } from "zod";
import { kubectl } from "../../../lab/cluster/kubectl";
import { NAMESPACE } from "./cluster";

const claims = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ volumeName: z.string() }),
    }),
  ),
});
const volume = z.object({ spec: z.object({ local: z.object({ path: z.string() }) }) });

/** Seconds: a claim is deleted once the pods that use it have ended, which an operator stops in its own time. */
const PODS_END = 180;

/** Deletes the claims whose names match, and empties and frees their volumes. */
export async function freeVolumes(cluster: string, names: RegExp): Promise<void> {
  const list = ["get", "persistentvolumeclaims", "--namespace", NAMESPACE, "--output=json"];
  const { items } = claims.parse(JSON.parse(await kubectl(cluster, list)));
  for (const { metadata, spec } of items.filter((claim) => names.test(claim.metadata.name))) {
    const claim = ["persistentvolumeclaim", metadata.name, "--namespace", NAMESPACE];
    await kubectl(cluster, ["delete", ...claim, `--timeout=${String(PODS_END)}s`]);
    const held = await kubectl(cluster, ["get", "pv", spec.volumeName, "--output=json"]);
    const { path } = volume.parse(JSON.parse(held)).spec.local;
    for (const file of fs.readdirSync(path)) {
      fs.rmSync(`${path}/${file}`, { recursive: true });
    }
    const free = JSON.stringify({ spec: { claimRef: null } });
    await kubectl(cluster, ["patch", "pv", spec.volumeName, "--type=merge", `--patch=${free}`]);
  }
}
