import { readCategories } from '$/api/forum';
import type { Category } from '$/api/types';

let list = $state.raw<Category[]>([]);

export const categories = {
  get list(): Category[] {
    return list;
  },
  bySlug: (slug: string): Category | undefined => list.find((category) => category.slug === slug),
  async load(): Promise<void> {
    try {
      list = (await readCategories()).items;
    } catch {
      // A forum closed to visitors: asked again after signing in.
    }
  },
};
