import { ApiError, NetworkError, type Problem } from '$/api/client';
import type { en } from './messages/en';
import { fill, pick, type Params, type Plural } from './plural';
import { recall, remember } from './storage';

export type Key = keyof typeof en;
export type Catalogue = { [K in Key]: (typeof en)[K] extends string ? string : Plural };
export type Language = 'en' | 'ru';

/** One language is loaded at a time: nobody waits for words of another. */
const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: () => import('./messages/en').then((file) => file.en),
  ru: () => import('./messages/ru').then((file) => file.ru),
};
export const languages: { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'ru', name: 'Русский' },
];

function preferred(): Language {
  const chosen = recall('language');
  const wished = chosen ? [chosen] : navigator.languages;
  for (const tag of wished) {
    const code = tag.slice(0, 2).toLowerCase();
    if (code === 'en' || code === 'ru') return code;
  }
  return 'en';
}

let language = $state<Language>(preferred());
let words = $state.raw({} as Catalogue);
const rules = $derived(new Intl.PluralRules(language));
const numbers = $derived(new Intl.NumberFormat(language));

async function use(next: Language): Promise<void> {
  words = await catalogues[next]();
  language = next;
  document.documentElement.lang = next;
}

export const i18n = {
  get language(): Language {
    return language;
  },
  /** At once, everywhere, and on this device from now on. */
  set language(next: Language) {
    remember('language', next);
    void use(next);
  },
  /** Before the first page is shown. */
  load: (): Promise<void> => use(language),
};

export function t(key: Key, params?: Params): string {
  return fill(pick(words[key], rules, params), params, (n) => numbers.format(n));
}

export const number = (value: number): string => numbers.format(value);

/** What a refusal's code means, or null when we have no words for it. */
export const textOfCode = (code: string): string | null => {
  const key = `error.${code}`;
  return key in words ? t(key as Key) : null;
};

/** A refusal in the person's language: by its code, else by what the server said, else by its status. */
export function problemText(problem: Problem): string {
  return (
    (problem.code && textOfCode(problem.code)) ||
    (problem.errors && t('error.validation')) ||
    (language === 'en' && problem.detail) ||
    textOfCode(`http.${problem.status}`) ||
    problem.detail ||
    problem.title ||
    t('error.unknown')
  );
}

export function errorText(error: unknown): string {
  if (error instanceof ApiError) return problemText(error.problem);
  return t(error instanceof NetworkError ? 'error.network' : 'error.unknown');
}

/** What to show at a field: the server's own words in English, the field's rule in other languages. */
export function fieldText(field: string, messages: string[]): string {
  const key = `rule.${field}`;
  if (language !== 'en' && key in words) return t(key as Key);
  return messages.join(' ');
}
