const firstCeilingMs = 500;
const lastCeilingMs = 30_000;

/**
 * How long to wait before trying again: "full jitter", anything from nothing up to a ceiling that doubles.
 * @param attempt 0 for the first wait.
 * @param random from 0 up to, not including, 1.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return Math.floor(random() * Math.min(lastCeilingMs, firstCeilingMs * 2 ** Math.min(attempt, 10)));
}
