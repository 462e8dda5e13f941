// Alerts of this program's own in configuration. They are always there: what differs is where their runbooks are read.
import { z } from "zod";
import { url } from "../../config/primitives";

export const alerts = z
  .strictObject({
    runbookUrl: url
      .optional()
      .describe(
        "Where people read docs/runbooks.md: `runbook_url` of every alert leads there. Without it alerts have no link, but `runbook` with the path in the repository.",
      ),
  })
  .prefault({});
