// Finds the legal word closest to a mistyped one.

/** Number of single-letter edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The closest candidate, with edits of at most a third of the word's length; undefined when there is none. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  // A longer word is not a typo of anything, and comparing it would be slow.
  if (word.length > 64) {
    return undefined;
  }
  const ranked = candidates
    .map((candidate) => ({
      candidate,
      d: distance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((x, y) => x.d - y.d);
  const best = ranked[0];
  return best !== undefined && best.d <= Math.max(2, Math.floor(word.length / 3))
    ? best.candidate
    : undefined;
}

/** Fix for a mistyped word: names the closest candidate, or else says `otherwise`. */
export function didYouMean(word: string, candidates: readonly string[], otherwise: string): string {
  const near = nearest(word, candidates);
  return near === undefined ? otherwise : `did you mean "${near}"?`;
}
