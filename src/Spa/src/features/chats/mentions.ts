import type { Person } from '$/api/types';

/** Where a text names people as `@nickname`: in any case, and not as a part of another word. */
const wordPart = /[\p{L}\p{M}\p{N}_.-]/u;
const beforeName = /[\p{L}\p{M}\p{N}_@/.-]/u;

export type MentionPart = { text: string; person: Person | null };

/** A text in parts: those that name one of these people, and what is between. */
export function mentionParts(text: string, people: readonly Person[]): MentionPart[] {
  if (people.length === 0 || !text.includes('@')) return [{ text, person: null }];
  const named = [...people].sort((a, b) => b.nickname.length - a.nickname.length); // the longest name that fits
  const parts: MentionPart[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at < from || beforeName.test(text[at - 1] ?? ' ')) continue;
    const person = named.find(({ nickname }) => isNamedAt(text, at + 1, nickname));
    if (!person) continue;
    if (at > from) parts.push({ text: text.slice(from, at), person: null });
    from = at + 1 + person.nickname.length;
    parts.push({ text: text.slice(at, from), person });
  }
  if (from < text.length) parts.push({ text: text.slice(from), person: null });
  return parts;
}

export const mentionsMe = (message: { mentions?: Person[] }, me: string): boolean =>
  message.mentions?.some((person) => person.id === me) ?? false;

const folded = (text: string): string => text.normalize('NFC').toLocaleLowerCase();

function isNamedAt(text: string, at: number, nickname: string): boolean {
  if (folded(text.slice(at, at + nickname.length)) !== folded(nickname)) return false;
  // A full stop or dash after the name may end the sentence.
  const after = /^[.-]*(.?)/su.exec(text.slice(at + nickname.length))?.[1] ?? '';
  return !wordPart.test(after);
}

const begun = /(?:^|[^\p{L}\p{M}\p{N}_@/.-])@([\p{L}\p{M}\p{N}_.-]{0,32})$/u;

/** What stands after an `@` that is being typed at the caret; null where none is. */
export function mentionAt(text: string, caret: number): { from: number; typed: string } | null {
  const typed = begun.exec(text.slice(0, caret))?.[1];
  return typed === undefined ? null : { from: caret - typed.length - 1, typed };
}

/** Those whose name has what was typed in it; those whose name begins so come first. */
export function matching(people: readonly Person[], typed: string, most = 8): Person[] {
  const wanted = folded(typed);
  const found = people.filter((person) => folded(person.nickname).includes(wanted));
  const begins = (person: Person): number => (folded(person.nickname).startsWith(wanted) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b) || a.nickname.localeCompare(b.nickname)).slice(0, most);
}
