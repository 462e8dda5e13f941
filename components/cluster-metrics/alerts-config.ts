// Configuration keys of the program's own alerts. The alerts are always on; only the URL of the runbooks can be set.
import { z } from "zod";
import { url } from "../../config/network";

export const alerts = z
  .strictObject({
    runbookUrl: url
      .optional()
      .describe(
        "URL of the published docs/runbooks.md, for the annotation `runbook_url` of every alert. By default alerts have `runbook` instead, with the path in the repository.",
      ),
  })
  .prefault({});
