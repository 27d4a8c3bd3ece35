import * as api from '$/api/chats';
import type { Person, Reader } from '$/api/types';

/** What can be asked about a message. */
export type MessageFact = 'history' | 'reactors' | 'readers';

export interface PeopleGroup {
  label: string;
  people: (Person & Partial<Reader>)[];
}

/** Who reacted to a message, by emoji, in the order in which they did. */
export async function reactorsOf(messageId: string): Promise<PeopleGroup[]> {
  const groups = new Map<string, Person[]>();
  for (const { emoji, user } of (await api.readReactors(messageId)).items)
    groups.set(emoji, [...(groups.get(emoji) ?? []), user]);
  return [...groups].map(([label, people]) => ({ label, people }));
}

/** The same as names. */
export async function whoReacted(messageId: string): Promise<Map<string, string[]>> {
  const groups = await reactorsOf(messageId);
  return new Map(groups.map(({ label, people }) => [label, people.map((person) => person.nickname)]));
}
