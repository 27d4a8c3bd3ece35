import { del, get, patch, post, put } from './client';
import type { DeviceSession, Gender, Me, Page, Profile } from './types';

export interface SignUp {
  nickname: string;
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  age: number;
  gender: Gender;
  /** From the link that a new forum prints for its first administrator. */
  setupToken?: string;
  /** Where the forum takes people by invitation. */
  invitation?: string;
}

export const signUp = (account: SignUp): Promise<Me> => post('/api/accounts', account);
export const signIn = (login: string, password: string, code: string): Promise<Me> =>
  post('/api/session', { login, password, code });
export const signOut = (): Promise<void> => del('/api/session');
/** Who we are; null for a visitor. */
export const readSession = (): Promise<{ me: Me | null }> => get('/api/session');
export const readMe = (): Promise<Me> => get('/api/me');
export const changeMe = (
  changes: Partial<Pick<Me, 'nickname' | 'email' | 'firstName' | 'lastName' | 'age' | 'gender'>>,
): Promise<Me> => patch('/api/me', changes);
/** Takes an upload as my picture; null takes it away. */
export const changeAvatar = (avatarId: string | null): Promise<Me> => patch('/api/me', { avatarId });
export const changePassword = (currentPassword: string, newPassword: string): Promise<void> =>
  put('/api/me/password', { currentPassword, newPassword });
/** Mails a link to the new address; until it is opened, all stays as it is. */
export const changeEmail = (email: string, password: string): Promise<void> =>
  put('/api/me/email', { email, password });
export const readSessions = (): Promise<Page<DeviceSession>> => get('/api/sessions', { query: { limit: 100 } });
export const endSession = (id: string): Promise<void> => del(`/api/sessions/${id}`);
export const readProfile = (nickname: string): Promise<Profile> => get(`/api/users/${encodeURIComponent(nickname)}`);
