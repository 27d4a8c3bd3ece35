import type { Person } from '$/api/types';

/** Whose account was erased: what they wrote stays under this name, which nobody can have. */
const erased = 'deleted user';

/** @returns null for somebody who is gone. */
export const present = (person: Person | null): Person | null =>
  person === null || person.nickname === erased ? null : person;
