// What the pods of an S3 server of the cluster's own have in common.
import { thanosContainerSecurity } from "../../../kubernetes/security";
import { FOLDERS } from "./server";

/** What every container here has: nothing of it depends on the image. */
export const container = (image: string) => ({
  image,
  imagePullPolicy: "IfNotPresent",
  securityContext: thanosContainerSecurity,
  terminationMessagePolicy: "FallbackToLogsOnError",
});

export const mount = (name: string, mountPath: string, readOnly = true) => ({
  name,
  mountPath,
  readOnly,
});
export const SCRATCH = { name: "scratch", emptyDir: {} };

/** A user's key pair as files, and where they are. */
export const userVolume = (user: string) => ({
  name: user,
  secret: { secretName: user, defaultMode: 0o440 },
});
export const userMount = (user: string) => mount(user, `${FOLDERS.users}/${user}`);
