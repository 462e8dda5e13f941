// Stops `pulumi up` with one sentence if Node.js is too old, before importing anything that it could not load.
import { isSupported, tooOld } from "../tools/node/choice";
import { userError } from "./user-error";

if (!isSupported(process.version)) {
  throw userError(tooOld(process.version));
}
