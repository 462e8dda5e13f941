// Retention of overwritten and deleted objects in a bucket.

const LEAST_DAYS = 14;
/** Days to notice and undo a deletion, after the Compactor's delete delay. */
const MARGIN_DAYS = 7;
const DAY = 86_400;

/** Days for which a noncurrent version is kept: at least 14. */
export const noncurrentDays = (deleteDelaySeconds: number): number =>
  Math.max(LEAST_DAYS, Math.ceil(deleteDelaySeconds / DAY) + MARGIN_DAYS);
