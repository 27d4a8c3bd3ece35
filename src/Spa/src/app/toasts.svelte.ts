export interface Toast {
  id: number;
  title: string;
  text?: string;
  href?: string;
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
    list = [...list.filter((t) => toast.href === undefined || t.href !== toast.href), { ...toast, id }].slice(-3);
    setTimeout(() => toasts.close(id), forMs);
  },
  /** The place that these were about is open now. */
  settle(href: string): void {
    if (list.some((toast) => toast.href === href)) list = list.filter((toast) => toast.href !== href);
  },
  close(id: number): void {
    list = list.filter((toast) => toast.id !== id);
  },
};
