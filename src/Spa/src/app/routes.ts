import type { Component } from 'svelte';
import ChatsPage from '$/features/chats/ChatsPage.svelte';
import Feed from '$/features/feed/Feed.svelte';

export type PageProps = Record<string, string>;
type AnyPage = Component<PageProps>;
type Loader = () => Promise<{ default: AnyPage }>;

export interface Route {
  name: string;
  pattern: RegExp;
  /** What the groups of the pattern are called in the page's props. */
  params: string[];
  page: AnyPage | null; // null: loaded when first needed
  load: Loader;
  signedIn: boolean;
}

const uuid = '([0-9a-fA-F-]{36})';

function route(
  name: string,
  path: string,
  params: string[],
  page: AnyPage | Loader,
  signedIn = false,
  lazy = false,
): Route {
  const load = lazy ? (page as Loader) : () => Promise.resolve({ default: page as AnyPage });
  return { name, pattern: new RegExp(`^${path}/?$`), params, page: lazy ? null : (page as AnyPage), load, signedIn };
}

const later = (
  name: string,
  path: string,
  params: string[],
  load: () => Promise<{ default: unknown }>,
  signedIn = false,
): Route => route(name, path, params, load as Loader, signedIn, true);

export const routes: Route[] = [
  route('feed', '', [], Feed as unknown as AnyPage),
  route('feed', '/c/([^/]+)', ['category'], Feed as unknown as AnyPage),
  route('feed', '/tags/([^/]+)', ['tag'], Feed as unknown as AnyPage),
  later('following', '/following', [], () => import('$/features/feed/Kept.svelte'), true),
  later('bookmarks', '/bookmarks', [], () => import('$/features/feed/Kept.svelte'), true),
  later('notifications', '/notifications', [], () => import('$/features/notifications/NotificationsPage.svelte'), true),
  later('reports', '/reports', [], () => import('$/features/reports/ReportsPage.svelte'), true),
  later('editor', '/posts/new', [], () => import('$/features/posts/PostEditor.svelte'), true),
  later('post', `/posts/${uuid}`, ['id'], () => import('$/features/posts/PostPage.svelte')),
  later('editor', `/posts/${uuid}/edit`, ['id'], () => import('$/features/posts/PostEditor.svelte'), true),
  route('chats', '/chats', [], ChatsPage as unknown as AnyPage, true),
  route('chat', `/chats/${uuid}`, ['chatId'], ChatsPage as unknown as AnyPage, true),
  route('chat', `/people/${uuid}`, ['userId'], ChatsPage as unknown as AnyPage, true),
  later('invite', '/invite/([^/]+)', ['code'], () => import('$/features/chats/InvitePage.svelte')),
  later('profile', '/users/([^/]+)', ['nickname'], () => import('$/features/accounts/ProfilePage.svelte')),
  later('search', '/search', [], () => import('$/features/search/SearchPage.svelte')),
  later('me', '/me', [], () => import('$/features/settings/MePage.svelte')),
  later('settings', '/settings', [], () => import('$/features/settings/SettingsPage.svelte'), true),
  later('admin', '/admin', [], () => import('$/features/admin/AdminPage.svelte'), true),
  later('admin', '/admin/(people|settings|audit)', ['tab'], () => import('$/features/admin/AdminPage.svelte'), true),
  later('set-up', '/set-up', [], () => import('$/features/admin/SetUpPage.svelte'), true),
  later('welcome', '/welcome', [], () => import('$/features/accounts/WelcomePage.svelte'), true),
  later('entry', '/forgot-password', [], () => import('$/features/accounts/ForgotPasswordPage.svelte')),
  later('entry', '/reset-password', [], () => import('$/features/accounts/ResetPasswordPage.svelte')),
  later('entry', '/confirm-email', [], () => import('$/features/accounts/ConfirmEmailPage.svelte')),
  ...(import.meta.env.DEV ? [later('ui', '/ui', [], () => import('$/ui/Gallery.svelte'))] : []),
  later('sign-in', '/sign-in', [], () => import('$/features/accounts/SignInPage.svelte')),
  later('sign-up', '/sign-up', [], () => import('$/features/accounts/SignUpPage.svelte')),
];

export interface Match {
  route: Route;
  props: PageProps;
}

export function matchRoute(path: string): Match | null {
  for (const candidate of routes) {
    const found = candidate.pattern.exec(path === '/' ? '' : path);
    if (!found) continue;
    const props = Object.fromEntries(candidate.params.map((name, at) => [name, found[at + 1] ?? '']));
    return { route: candidate, props };
  }
  return null;
}
