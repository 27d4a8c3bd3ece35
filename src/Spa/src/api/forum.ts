import { call, del, get, patch, post, put, type Answer } from './client';
import type { Category, Comment, Page, Post, PostSort, PostSummary, Reaction } from './types';

export interface PostText {
  title: string;
  content: string;
  categoryId: string;
  attachmentIds?: string[];
}

const keyed = (key: string) => ({ headers: { 'Idempotency-Key': key } });
const matching = (etag: string | null) => (etag === null ? {} : { headers: { 'If-Match': etag } });

export const readCategories = (): Promise<Page<Category>> => get('/api/categories', { query: { limit: 100 } });
export const readPosts = (filter: {
  category?: string | undefined;
  author?: string | undefined;
  sort?: PostSort | undefined;
  cursor?: string | null;
}): Promise<Page<PostSummary>> => get('/api/posts', { query: filter });
export const readPost = (id: string): Promise<Answer<Post>> => call('GET', `/api/posts/${id}`);
export const createPost = (text: PostText, key: string): Promise<Post> => post('/api/posts', text, keyed(key));
export const changePost = (id: string, text: PostText, etag: string | null): Promise<Post> =>
  patch(`/api/posts/${id}`, text, matching(etag));
export const deletePost = (id: string): Promise<void> => del(`/api/posts/${id}`);

export const readComments = (postId: string, cursor: string | null): Promise<Page<Comment>> =>
  get(`/api/posts/${postId}/comments`, { query: { cursor, limit: 50 } });
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
