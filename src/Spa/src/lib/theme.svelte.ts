import { recall, remember } from './storage';

export type Theme = 'system' | 'light' | 'dark';

/** The first is the one without a choice. */
export const accents = ['indigo', 'blue', 'teal', 'green', 'rose', 'amber'] as const;
export type Accent = (typeof accents)[number];

const held = recall('theme');
let accent = $state<Accent>(accents.find((name) => name === recall('accent')) ?? accents[0]);
let chosen = $state<Theme>(held === 'light' || held === 'dark' ? held : 'system');

export const theme = {
  get chosen(): Theme {
    return chosen;
  },
  set chosen(next: Theme) {
    chosen = next;
    remember('theme', next === 'system' ? null : next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    // The browser's own bar goes along, as it does at the start (public/start.js).
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
      const own = meta.dataset.theme;
      meta.media = next === 'system' ? `(prefers-color-scheme: ${own})` : own === next ? 'all' : 'not all';
    }
  },
  get accent(): Accent {
    return accent;
  },
  set accent(next: Accent) {
    accent = next;
    const isDefault = next === accents[0];
    remember('accent', isDefault ? null : next);
    if (isDefault) delete document.documentElement.dataset.accent;
    else document.documentElement.dataset.accent = next;
  },
};
