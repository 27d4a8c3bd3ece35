import { readForum } from '$/api/admin';
import type { ForumInfo } from '$/api/types';
import { t } from '$/lib/i18n.svelte';

let info = $state.raw<ForumInfo | null>(null);

/** What the forum calls itself, and who may sign up. */
export const forum = {
  get name(): string {
    return info === null || info.name === 'Forum' ? t('app.name') : info.name;
  },
  get info(): ForumInfo | null {
    return info;
  },
  async load(): Promise<void> {
    try {
      info = await readForum();
    } catch {
      // Without it the page has the name it is born with.
    }
  },
};
