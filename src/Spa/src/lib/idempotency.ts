import { newId } from './ids';

/** Keys for creating POSTs: the same text keeps its key over retries, another text gets another one. */
export function createKey(): (body: unknown) => string {
  let last = '';
  let key = '';
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== last) {
      last = text;
      key = newId();
    }
    return key;
  };
}
