// Container settings, mounts and volumes that the in-cluster S3 server and its bucket Job share.
import { thanosContainerSecurity } from "../../../kubernetes/security";
import { FOLDERS } from "./server";

/** Container settings that do not depend on the server. */
export const container = (image: string) => ({
  image,
  imagePullPolicy: "IfNotPresent",
  securityContext: thanosContainerSecurity,
  terminationMessagePolicy: "FallbackToLogsOnError",
});

/** A volume mount, read-only by default. */
export const mount = (name: string, mountPath: string, readOnly = true) => ({
  name,
  mountPath,
  readOnly,
});
/** Volume for temporary files, since root file systems are read-only. */
export const SCRATCH = { name: "scratch", emptyDir: {} };

/** Volume with a user's key pair as files; `user` is the name of the Secret. */
export const userVolume = (user: string) => ({
  name: user,
  secret: { secretName: user, defaultMode: 0o440 },
});
/** Mount of `userVolume`. */
export const userMount = (user: string) => mount(user, `${FOLDERS.users}/${user}`);
