import { del, get, patch, post, put } from './client';
import type { Page, Person, Role } from './types';

export type Admission = 'open' | 'inviteOnly' | 'approval';

export interface ForumInfo {
  name: string;
  description: string;
  publicReading: boolean;
  admission: Admission;
}

export interface ForumSettings extends ForumInfo {
  staffNeedsTwoFactor: boolean;
  requestsPerMinute: number;
  anonymousRequestsPerMinute: number;
  tokenRequestsPerMinute: number;
  signUpsPerHour: number;
  signInFailures: number;
  messagesPer10Seconds: number;
}

export interface Suspension {
  reason: string;
  until: string | null;
}

export interface Account extends Person {
  email: string;
  isEmailConfirmed: boolean;
  firstName: string;
  lastName: string;
  role: Role;
  joinedAt: string;
  lastSeenAt: string | null;
  isOnline: boolean;
  hasTwoFactor: boolean;
  isWaiting: boolean;
  suspension: Suspension | null;
  sessionCount: number;
}

export interface AuditRow {
  id: string;
  at: string;
  actor: Person | null;
  action: string;
  targetType: string;
  targetId: string;
  target: string | null;
  reason: string | null;
  address: string | null;
}

export interface Sample {
  at: string;
  people: number;
  online: number;
  posts: number;
  comments: number;
  messages: number;
  sockets: number;
  databaseBytes: number;
}

export interface Invitation {
  id: string;
  createdAt: string;
  expiresAt: string;
  maxUses: number;
  uses: number;
}

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
export const readOverview = (days: number): Promise<{ now: Sample; history: Sample[] }> =>
  get('/api/admin/overview', { query: { days } });
export const readInvitations = (): Promise<Page<Invitation>> => get('/api/admin/invitations');
export const invite = (expiresInDays: number, maxUses: number): Promise<{ id: string; code: string }> =>
  post('/api/admin/invitations', { expiresInDays, maxUses });
export const withdrawInvitation = (id: string): Promise<void> => del(`/api/admin/invitations/${id}`);
