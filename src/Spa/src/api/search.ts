import { get } from './client';
import type { Page, Person } from './types';

export type SearchKind = 'posts' | 'comments' | 'messages';

export interface Hit {
  type: 'post' | 'comment' | 'message';
  id: string;
  postId: string | null;
  chatId: string | null;
  seq: number | null;
  title: string | null;
  /** HTML with nothing in it but `<mark>`. */
  snippet: string;
  author: Person;
  createdAt: string;
}

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
