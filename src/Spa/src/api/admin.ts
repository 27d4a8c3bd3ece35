import { del, get, patch, post, put } from './client';
import type {
  Account,
  AuditRow,
  ForumInfo,
  ForumSettings,
  Invitation,
  LostMail,
  MailCounts,
  Page,
  Role,
  Sample,
  Suspension,
} from './types';

export interface PeopleFilter {
  q?: string;
  role?: Role | '';
  state?: '' | 'suspended' | 'waiting';
  cursor?: string | null;
}

export const readForum = (): Promise<ForumInfo> => get('/api/forum');
export const readPeople = (filter: PeopleFilter): Promise<Page<Account>> =>
  get('/api/admin/people', { query: { ...filter, limit: 30 } });
export const setRole = (id: string, role: Role): Promise<void> => put(`/api/users/${id}/role`, { role });
export const suspend = (id: string, suspension: Suspension): Promise<Suspension> =>
  post(`/api/users/${id}/suspension`, suspension);
export const liftSuspension = (id: string): Promise<void> => del(`/api/users/${id}/suspension`);
export const endSessionsOf = (id: string): Promise<void> => del(`/api/users/${id}/sessions`);
export const approve = (id: string): Promise<void> => post(`/api/users/${id}/approval`);
export const turnAway = (id: string): Promise<void> => del(`/api/users/${id}/approval`);
export const readSettings = (): Promise<ForumSettings> => get('/api/admin/settings');
export const changeSettings = (changes: Partial<ForumSettings>): Promise<ForumSettings> =>
  patch('/api/admin/settings', changes);
export const readAudit = (filter: { action?: string; cursor?: string | null }): Promise<Page<AuditRow>> =>
  get('/api/audit', { query: { ...filter, limit: 50 } });
export const readOverview = (days: number): Promise<{ now: Sample; history: Sample[]; mails: MailCounts }> =>
  get('/api/admin/overview', { query: { days } });
export const readLostMails = (cursor: string | null): Promise<Page<LostMail>> =>
  get('/api/admin/mails', { query: { cursor } });
export const retryMail = (id: string): Promise<void> => post(`/api/admin/mails/${id}/retry`);
export const removeMail = (id: string): Promise<void> => del(`/api/admin/mails/${id}`);
export const readInvitations = (): Promise<Page<Invitation>> => get('/api/admin/invitations');
export const invite = (expiresInDays: number, maxUses: number): Promise<{ id: string; code: string }> =>
  post('/api/admin/invitations', { expiresInDays, maxUses });
export const withdrawInvitation = (id: string): Promise<void> => del(`/api/admin/invitations/${id}`);
