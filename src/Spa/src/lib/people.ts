import type { Person } from '$/api/types';
import { t } from './i18n.svelte';

/** Whose account was erased: what they wrote stays under this name, which nobody can have. */
const erased = 'deleted user';

/** @returns null for somebody who is gone. */
export const present = (person: Person | null): Person | null =>
  person === null || person.nickname === erased ? null : person;

/** What somebody is called; who is gone in the reader's language. */
export const nameOf = (person: Person | null): string => present(person)?.nickname ?? t('app.deletedUser');
