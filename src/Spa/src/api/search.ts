import { get } from './client';
import type { components } from './schema';
import type { Page } from './types';

export type SearchKind = 'posts' | 'comments' | 'messages';

/** The snippet is HTML with nothing in it but `<mark>`. */
export type Hit = Omit<components['schemas']['SearchHitView'], 'type'> & { type: 'post' | 'comment' | 'message' };

export interface Question {
  q: string;
  in: SearchKind;
  chatId?: string;
  author?: string;
  category?: string;
  from?: string;
  to?: string;
}

export const search = (question: Question, cursor: string | null, signal?: AbortSignal): Promise<Page<Hit>> =>
  get('/api/search', { query: { ...question, cursor }, ...(signal ? { signal } : {}) });
