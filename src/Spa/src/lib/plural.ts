/** A text that depends on a number, by CLDR's plural categories; `other` is what languages fall back to. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Params = Record<string, string | number>;

export const fill = (text: string, params: Params = {}, format: (value: number) => string = String): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : typeof value === 'number' ? format(value) : value;
  });

/** `params.n` chooses the form. */
export function pick(text: string | Plural, rules: Intl.PluralRules, params: Params = {}): string {
  if (typeof text === 'string') return text;
  return text[rules.select(Number(params.n ?? 0))] ?? text.other;
}
