import { ApiError } from '$/api/client';
import { errorText, textOfCode } from './i18n.svelte';

/** A form's way to the server: busy while it waits, and what was refused, by field. */
export function createForm() {
  let busy = $state(false);
  let fields = $state.raw<Record<string, string[]>>({});
  let texts = $state.raw<Record<string, string>>({});
  let general = $state<string | null>(null);

  function refuse(error: unknown): void {
    fields = error instanceof ApiError ? error.fields : {};
    // A code that says more than "invalid" explains the one field it is about, in the person's language.
    const [field, ...more] = Object.keys(fields);
    const known = error instanceof ApiError ? textOfCode(error.code) : null;
    if (field !== undefined && more.length === 0 && known) texts = { [field]: known };
    general = Object.keys(fields).length > 0 ? null : errorText(error);
  }

  return {
    get busy(): boolean {
      return busy;
    },
    get general(): string | null {
      return general;
    },
    errors: (field: string): string[] | undefined => fields[field],
    text: (field: string): string | undefined => texts[field],
    /** Refusals of fields that the form doesn't have. */
    others: (known: string[]): string[] =>
      Object.entries(fields)
        .filter(([name]) => !known.includes(name))
        .flatMap(([, messages]) => messages),
    /** @returns whether it was accepted. */
    async submit(work: () => Promise<unknown>): Promise<boolean> {
      if (busy) return false;
      busy = true;
      fields = {};
      texts = {};
      general = null;
      try {
        await work();
        return true;
      } catch (error) {
        refuse(error);
        return false;
      } finally {
        busy = false;
      }
    },
  };
}

/** Puts the cursor where the first thing is wrong. */
export function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
