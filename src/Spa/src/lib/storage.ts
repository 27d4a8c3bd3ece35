const prefix = 'forum.';

/** Small settings of this device. Storage may be forbidden or full: then they last as long as the tab. */
const spare = new Map<string, string>();

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name) ?? spare.get(name) ?? null;
  } catch {
    return spare.get(name) ?? null;
  }
}

export function remember(name: string, value: string | null): void {
  if (value === null) spare.delete(name);
  else spare.set(name, value);
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // Kept in `spare`.
  }
}

/** As long as the tab lasts, reloads included. */
export function recallHere(name: string): string | null {
  try {
    return sessionStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

export function rememberHere(name: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(prefix + name);
    else sessionStorage.setItem(prefix + name, value);
  } catch {
    // A reload forgets it.
  }
}
