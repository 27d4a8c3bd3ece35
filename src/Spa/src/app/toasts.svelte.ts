export interface Toast {
  id: number;
  title: string;
  text?: string;
  href?: string;
  /** The page that it is about, where the link leads to a place on it; a newer one about the same replaces it. */
  about?: string;
  kind: 'info' | 'error' | 'message';
}

let list = $state.raw<Toast[]>([]);
let last = 0;

export const toasts = {
  get list(): Toast[] {
    return list;
  },
  show(toast: Omit<Toast, 'id'>, forMs = 6_000): void {
    const id = ++last;
    const about = toast.about ?? toast.href;
    list = [...list.filter((t) => about === undefined || (t.about ?? t.href) !== about), { ...toast, id }].slice(-3);
    setTimeout(() => toasts.close(id), forMs);
  },
  /** The place that these were about is open now. */
  settle(path: string): void {
    const rest = list.filter((toast) => (toast.about ?? toast.href) !== path);
    if (rest.length < list.length) list = rest;
  },
  close(id: number): void {
    list = list.filter((toast) => toast.id !== id);
  },
};
