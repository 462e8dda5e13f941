// Flag and volume of the object store configuration: a file from a Secret, never an environment variable.
import { OBJSTORE_DIR, OBJSTORE_KEY } from "./spec";
import type { Mounted } from "../../kubernetes/workload";

/** Flag that names the file. */
export const objstoreFlag = `--objstore.config-file=${OBJSTORE_DIR}/${OBJSTORE_KEY}`;

/** Volume of the Secret with the file. */
export const objstoreVolume = (secretName: string): Mounted => ({
  name: "objstore",
  mountPath: OBJSTORE_DIR,
  source: { secret: { secretName } },
});
