// Generated cases are the same on every run, so that a red one is red again; `FC_SEED=random` looks further.
import fc from "fast-check";

const wanted = process.env["FC_SEED"] ?? "1";
const seed = wanted === "random" ? Date.now() % 2 ** 31 : Number(wanted);
fc.configureGlobal({ seed });
if (wanted === "random") {
  console.log(`FC_SEED=${String(seed)}`);
}
