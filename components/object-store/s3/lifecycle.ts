// How long a bucket keeps what was overwritten or deleted in it.

const LEAST_DAYS = 14;
/** Time to notice and to bring it back, after the Compactor has waited and deleted. */
const MARGIN_DAYS = 7;
const DAY = 86_400;

/** Days for which an old version of an object stays. */
export const noncurrentDays = (deleteDelaySeconds: number): number =>
  Math.max(LEAST_DAYS, Math.ceil(deleteDelaySeconds / DAY) + MARGIN_DAYS);
