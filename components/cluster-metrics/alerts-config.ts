// Configuration keys of the program's own alerts. The alerts are always on; only the URL of the runbooks can be set.
import { z } from "zod";
import { url } from "../../config/network";

export const alerts = z
  .strictObject({
    runbookUrl: url
      .optional()
      .describe(
        "Where people read docs/runbooks.md: `runbook_url` of every alert leads there. Without it alerts have no link, but `runbook` with the path in the repository.",
      ),
  })
  .prefault({});
