import { allWords, t } from '$/lib/i18n.svelte';
import { toasts } from './toasts.svelte';

/** A part of the page that is loaded when first needed; when it can't be, a word about it. */
export async function later<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    const [part] = await Promise.all([load(), allWords()]);
    return part;
  } catch (error) {
    toasts.show({ kind: 'error', title: t(navigator.onLine ? 'app.updated' : 'error.network') });
    throw error;
  }
}
