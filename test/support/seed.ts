// Fixes the seed of generated cases, so that failures are reproducible; `FC_SEED=random` tries others.
import fc from "fast-check";

const wanted = process.env["FC_SEED"] ?? "1";
const seed = wanted === "random" ? Date.now() % 2 ** 31 : Number(wanted);
fc.configureGlobal({ seed });
if (wanted === "random") {
  console.log(`FC_SEED=${String(seed)}`);
}
