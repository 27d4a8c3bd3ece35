import { ApiError, NetworkError, type Problem } from '$/api/client';
import type { en } from './messages/en';
import type { enFirst } from './messages/en.first';
import { fill, pick, type Params, type Plural } from './plural';
import { recall, remember } from './storage';

export type Key = keyof typeof enFirst | keyof typeof en;
/** The same keys in another language; where English has forms by number, so has it. */
export type Words<English> = { [K in keyof English]: English[K] extends string ? string : Plural };
type Catalogue = Words<typeof enFirst & typeof en>;
export type Language = 'en' | 'ru';

/** One language is loaded at a time, and of it first what the first page says: nobody waits for words of another. */
const first: Record<Language, () => Promise<Words<typeof enFirst>>> = {
  en: () => import('./messages/en.first').then((file) => file.enFirst),
  ru: () => import('./messages/ru.first').then((file) => file.ruFirst),
};
const others: Record<Language, () => Promise<Words<typeof en>>> = {
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
let words = $state.raw<Partial<Catalogue>>({});
let whole: Language | null = null; // the language whose other words are here or on their way
let loading: Promise<void> = Promise.resolve();
const rules = $derived(new Intl.PluralRules(language));
const numbers = $derived(new Intl.NumberFormat(language));

async function use(next: Language): Promise<void> {
  const isWhole = whole !== null;
  const [some, rest] = await Promise.all([first[next](), isWhole ? others[next]() : undefined]);
  words = { ...some, ...rest };
  language = next;
  if (isWhole) whole = next;
  document.documentElement.lang = next;
}

/** All the words of the language: what loads later waits for them together with its code. */
export function allWords(): Promise<void> {
  if (whole === language) return loading;
  const of = (whole = language);
  return (loading = others[of]().then(
    (rest) => {
      if (language === of) words = { ...words, ...rest };
    },
    () => void (whole = null), // without a connection; asked again by the next word
  ));
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

function word(key: string): Catalogue[Key] | undefined {
  const found = words[key as Key];
  if (found === undefined && whole === null) void allWords();
  return found;
}

export function t(key: Key, params?: Params): string {
  return fill(pick(word(key) ?? '', rules, params), params, (n) => numbers.format(n));
}

export const number = (value: number): string => numbers.format(value);

/** What a refusal's code means, or null when we have no words for it. */
export const textOfCode = (code: string): string | null => {
  const key = `error.${code}` as Key;
  return word(key) === undefined ? null : t(key);
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
  const key = `rule.${field}` as Key;
  if (language !== 'en' && word(key) !== undefined) return t(key);
  return messages.join(' ');
}
