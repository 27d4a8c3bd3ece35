import { i18n, t } from './i18n.svelte';

let minute = $state(Date.now());
setInterval(() => (minute = Date.now()), 30_000);

/** The time now, to half a minute; whatever reads it is drawn anew as it passes. */
export const now = (): number => minute;

const cache = new Map<string, Intl.DateTimeFormat>();
function format(value: Date | number | string, name: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${i18n.language}.${name}`;
  const made = cache.get(key) ?? new Intl.DateTimeFormat(region(), options);
  cache.set(key, made);
  return made.format(new Date(value));
}

/** The person's own way of writing dates, where the browser knows one for this language. */
const region = (): string =>
  navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${i18n.language}-`)) ??
  (i18n.language === 'en' ? 'en-GB' : i18n.language);

const day = (value: number | string | Date): string => new Date(value).toDateString();
const sameYear = (value: string): boolean => new Date(value).getFullYear() === new Date().getFullYear();

export const sameDay = (a: string, b: string): boolean => day(a) === day(b);

export const clock = (at: string): string => format(at, 'clock', { hour: '2-digit', minute: '2-digit' });

/** "23 Nov, 14:05": under every message. */
export const stamp = (at: string): string =>
  sameYear(at)
    ? format(at, 'stamp', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
    : format(at, 'stampYear', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** All there is to say about a moment, for titles and screen readers. */
export const full = (at: string): string => format(at, 'full', { dateStyle: 'full', timeStyle: 'short' });

export const date = (at: string): string => format(at, 'date', { dateStyle: 'long' });

/** The heading of a day in a chat. */
export function dayTitle(at: string): string {
  const today = now();
  if (day(at) === day(today)) return t('time.today');
  if (day(at) === day(today - 86_400_000)) return t('time.yesterday');
  return sameYear(at) ? format(at, 'dayMonth', { weekday: 'long', day: 'numeric', month: 'long' }) : date(at);
}

/** As short as lists need: the hour today, the day before that. */
export function brief(at: string): string {
  if (day(at) === day(now())) return clock(at);
  return sameYear(at)
    ? format(at, 'brief', { day: 'numeric', month: 'short' })
    : format(at, 'briefYear', { dateStyle: 'short' });
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "5 minutes ago" up to a week, then the date. */
export function ago(at: string): string {
  const passed = now() - Date.parse(at);
  if (passed < 60_000) return t('time.now');
  if (passed > 7 * 86_400_000)
    return sameYear(at) ? format(at, 'agoDate', { day: 'numeric', month: 'long' }) : date(at);
  for (const [unit, size] of steps)
    if (passed >= size)
      return new Intl.RelativeTimeFormat(i18n.language, { numeric: 'always' }).format(-Math.floor(passed / size), unit);
  return t('time.now');
}
