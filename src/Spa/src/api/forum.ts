import { call, del, get, patch, post, put, type Answer } from './client';
import type { Category, Comment, Page, Period, Post, PostSort, PostSummary, Reaction, TextRevision } from './types';

export interface PostText {
  title: string;
  content: string;
  categoryId: string;
  tags: string[];
  attachmentIds?: string[];
}

const keyed = (key: string) => ({ headers: { 'Idempotency-Key': key } });
const matching = (etag: string | null) => (etag === null ? {} : { headers: { 'If-Match': etag } });

export const readCategories = (): Promise<Page<Category>> => get('/api/categories', { query: { limit: 100 } });
export const createCategory = (category: { name: string; slug: string; position: number }): Promise<Category> =>
  post('/api/categories', category);
export const readPosts = (filter: {
  category?: string | undefined;
  author?: string | undefined;
  sort?: PostSort | undefined;
  period?: Period | undefined;
  tag?: string | undefined;
  following?: boolean | undefined;
  bookmarked?: boolean | undefined;
  cursor?: string | null;
}): Promise<Page<PostSummary>> => get('/api/posts', { query: filter });
export const readPost = (id: string): Promise<Answer<Post>> => call('GET', `/api/posts/${id}`);
export const createPost = (text: PostText, key: string): Promise<Post> => post('/api/posts', text, keyed(key));
export const changePost = (id: string, text: PostText, etag: string | null): Promise<Post> =>
  patch(`/api/posts/${id}`, text, matching(etag));
export const readHistory = (kind: 'posts' | 'comments', id: string): Promise<Page<TextRevision>> =>
  get(`/api/${kind}/${id}/history`, { query: { limit: 100 } });
export const setInterest = (id: string, interest: 'follow' | 'mute' | 'bookmark', on: boolean): Promise<void> =>
  on ? put(`/api/posts/${id}/${interest}`) : del(`/api/posts/${id}/${interest}`);
/** Answers how far I had seen them before; null on the first visit. */
export const seeComments = (id: string, number: number): Promise<{ seenComments: number | null }> =>
  put(`/api/posts/${id}/seen`, { number });
export const readTags = (q: string): Promise<Page<{ tag: string; postCount: number }>> =>
  get('/api/tags', { query: { q, limit: 8 } });
export const preview = (content: string, signal: AbortSignal): Promise<{ contentHtml: string }> =>
  post('/api/preview', { content }, { signal });
export const deletePost = (id: string): Promise<void> => del(`/api/posts/${id}`);

/** `around`: a comment that is to be in the middle of the first page. */
export const readComments = (
  postId: string,
  cursor: string | null,
  around: string | null = null,
): Promise<Page<Comment>> =>
  get(`/api/posts/${postId}/comments`, { query: { cursor, around: cursor === null ? around : null, limit: 50 } });
export const createComment = (
  postId: string,
  content: string,
  parentId: string | null,
  key: string,
  attachmentIds: string[] = [],
): Promise<Comment> =>
  post(
    `/api/posts/${postId}/comments`,
    { content, ...(parentId === null ? {} : { parentId }), attachmentIds },
    keyed(key),
  );
export const changeComment = (id: string, content: string, attachmentIds: string[]): Promise<Comment> =>
  patch(`/api/comments/${id}`, { content, attachmentIds });
export const deleteComment = (id: string): Promise<void> => del(`/api/comments/${id}`);

export type ReactionTarget = { kind: 'posts' | 'comments'; id: string };
export const setReaction = (target: ReactionTarget, emoji: string, on: boolean): Promise<Reaction[]> => {
  const path = `/api/${target.kind}/${target.id}/reactions/${encodeURIComponent(emoji)}`;
  return on ? put(path) : del(path);
};
