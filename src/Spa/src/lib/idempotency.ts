import { keepDraft, readDraft } from './drafts';
import { newId } from './ids';

/**
 * Keys for creating POSTs: the same text keeps its key over retries, another text gets another one.
 * With a place it does so over reloads too, until the thing is made: `forgetKey`.
 */
export function createKey(place?: string): (body: unknown) => string {
  let [last, key] = place === undefined ? ['', ''] : kept(place);
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== last) {
      last = text;
      key = newId();
      if (place !== undefined) keepDraft(`${place}.key`, JSON.stringify([text, key]));
    }
    return key;
  };
}

export const forgetKey = (place: string): void => keepDraft(`${place}.key`, '');

function kept(place: string): [string, string] {
  try {
    return JSON.parse(readDraft(`${place}.key`) || '["",""]') as [string, string];
  } catch {
    return ['', ''];
  }
}
