import * as accounts from '$/api/accounts';
import { ApiError, onUnauthorized } from '$/api/client';
import type { Me } from '$/api/types';
import { forgetAnswers } from '$/app/worker';
import { recall, remember } from '$/lib/storage';

/** `unknown`: not asked yet. `unreachable`: the server didn't answer. */
type Status = 'unknown' | 'in' | 'out' | 'unreachable';

let status = $state<Status>('unknown');
let me = $state.raw<Me | null>(null);
let ended = $state(false);
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('forum.session') : null;

function enter(next: Me): Me {
  if (me?.id !== next.id && recall('me') !== next.id) forgetAnswers();
  remember('me', next.id);
  me = next;
  status = 'in';
  ended = false;
  return next;
}

function leave(): void {
  if (me) forgetAnswers();
  me = null;
  status = 'out';
}

export const session = {
  get status(): Status {
    return status;
  },
  get me(): Me | null {
    return me;
  },
  /** True when the server ended the session, not the person. */
  get ended(): boolean {
    return ended;
  },
  async load(): Promise<void> {
    try {
      const answer = await accounts.readSession();
      if (answer.me) enter(answer.me);
      else leave();
    } catch {
      status = 'unreachable';
    }
  },
  async signUp(account: accounts.SignUp): Promise<void> {
    enter(await accounts.signUp(account));
    channel?.postMessage('changed');
  },
  async signIn(login: string, password: string, code = ''): Promise<void> {
    enter(await accounts.signIn(login, password, code));
    channel?.postMessage('changed');
  },
  async signOut(): Promise<void> {
    try {
      await accounts.signOut();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
    }
    leave();
    channel?.postMessage('changed');
  },
  /** The server says that this session is over. */
  lost(): void {
    if (status !== 'in') return;
    leave();
    ended = true;
  },
  /** Something about me changed elsewhere; without an answer all stays as it was. */
  async refresh(): Promise<void> {
    try {
      const next = await accounts.readMe();
      if (status === 'in') me = next;
    } catch {
      // The next occasion tells.
    }
  },
  changed(next: Me): void {
    me = next;
  },
};

/** A moderator's or administrator's hands reach further. */
export const moderates = (): boolean => me?.role === 'moderator' || me?.role === 'admin';

// One answer of 401 may be a call that needed more than it had; only the account itself knows whether the session is over.
onUnauthorized(() => {
  if (status !== 'in') return;
  accounts.readMe().catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) session.lost();
  });
});

// Another tab signed in, out or as somebody else: nothing held here may be shown to them.
channel?.addEventListener('message', () => location.reload());
