import { del, get, patch, post, put } from './client';
import type { NotificationPage, Page, Person, Report, ReportTarget } from './types';

export const readNotifications = (cursor: string | null = null, limit = 20): Promise<NotificationPage> =>
  get('/api/notifications', { query: { cursor, limit } });
export const markNotifications = (upTo: string): Promise<void> => put('/api/notifications/read', { upTo });

export const block = (userId: string, on: boolean): Promise<void> =>
  on ? put(`/api/blocks/${userId}`) : del(`/api/blocks/${userId}`);
export const readBlocks = (cursor: string | null): Promise<Page<{ user: Person; at: string }>> =>
  get('/api/blocks', { query: { cursor, limit: 50 } });

export const fileReport = (target: { type: ReportTarget; id: string }, reason: string, key: string): Promise<Report> =>
  post(
    '/api/reports',
    { targetType: target.type, targetId: target.id, reason },
    { headers: { 'Idempotency-Key': key } },
  );
export const readReports = (state: 'open' | 'decided', cursor: string | null): Promise<Page<Report>> =>
  get('/api/reports', { query: { state, cursor } });
export const decideReport = (id: string, decision: 'upheld' | 'dismissed', note: string): Promise<Report> =>
  patch(`/api/reports/${id}`, note.trim() === '' ? { decision } : { decision, note });

export const setPostFlag = (id: string, flag: 'lock' | 'pin', on: boolean): Promise<unknown> =>
  on ? post(`/api/posts/${id}/${flag}`) : del(`/api/posts/${id}/${flag}`);
export const movePost = (id: string, categoryId: string): Promise<unknown> => patch(`/api/posts/${id}`, { categoryId });
export const hide = (kind: 'posts' | 'comments', id: string): Promise<void> => del(`/api/${kind}/${id}`);
export const restore = <T>(kind: 'posts' | 'comments', id: string): Promise<T> => post(`/api/${kind}/${id}/restore`);
