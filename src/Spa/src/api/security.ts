import { del, get, post, put } from './client';
import type { ApiToken, Page, Scope, Secret } from './types';

export const askForReset = (email: string): Promise<void> => post('/api/password-reset', { email });
export const resetPassword = (token: string, password: string): Promise<void> =>
  post('/api/password-reset/confirm', { token, password });
export const confirmEmail = (token: string): Promise<void> => post('/api/email-confirmation/confirm', { token });
export const askForConfirmation = (): Promise<void> => post('/api/email-confirmation');
export const setLanguage = (language: string): Promise<void> => put('/api/me/language', { language });
export const endOtherSessions = (): Promise<void> => del('/api/sessions');
export const readTwoFactor = (): Promise<{ isOn: boolean; recoveryCodesLeft: number }> => get('/api/me/two-factor');
export const beginTwoFactor = (password: string): Promise<Secret> => post('/api/me/two-factor', { password });
export const confirmTwoFactor = (code: string): Promise<{ codes: string[] }> =>
  post('/api/me/two-factor/confirm', { code });
export const renewRecoveryCodes = (password: string): Promise<{ codes: string[] }> =>
  post('/api/me/two-factor/recovery-codes', { password });
export const endTwoFactor = (password: string): Promise<void> => del('/api/me/two-factor', { body: { password } });
export const readTokens = (): Promise<Page<ApiToken>> => get('/api/tokens');
export const makeToken = (
  name: string,
  scopes: Scope[],
  expiresInDays: number | null,
): Promise<Pick<ApiToken, 'id' | 'name' | 'scopes' | 'expiresAt'> & { token: string }> =>
  post('/api/tokens', { name, scopes, expiresInDays });
export const revokeToken = (id: string): Promise<void> => del(`/api/tokens/${id}`);
export const eraseMe = (password: string): Promise<void> => del('/api/me', { body: { password } });
