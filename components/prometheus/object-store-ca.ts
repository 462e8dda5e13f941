// Mounts the object store's Secret in the sidecar, where the store's configuration names a CA file in it.
import { OBJSTORE_DIR } from "../object-store/spec";

const VOLUME = "objstore";

export const caVolumes = (secretName: string) => [{ name: VOLUME, secret: { secretName } }];

export const caMounts = [{ name: VOLUME, mountPath: OBJSTORE_DIR, readOnly: true }];
