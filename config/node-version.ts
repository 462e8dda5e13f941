// Stops `pulumi up` with one sentence where Node.js is too old, before what it cannot load is loaded.
import { isSupported, tooOld } from "../tools/node/choice";
import { userError } from "./user-error";

if (!isSupported(process.version)) {
  throw userError(tooOld(process.version));
}
