import { recall, remember } from './storage';

export type Theme = 'system' | 'light' | 'dark';

const held = recall('theme');
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
  },
};
