import type { Chat, Member } from '$/api/types';

export type GroupRole = 'owner' | 'admin' | 'member';

export const roleOf = (member: Pick<Member, 'isOwner' | 'isAdmin'>): GroupRole =>
  member.isOwner ? 'owner' : member.isAdmin ? 'admin' : 'member';

/** What somebody is in a group; what only its owner and administrators may do they `manage`. */
export function roleIn(chat: Chat | null, userId: string): GroupRole {
  if (chat?.ownerId === userId) return 'owner';
  return chat?.members.some((member) => member.user.id === userId && member.isAdmin) ? 'admin' : 'member';
}

export const manages = (chat: Chat | null, userId: string): boolean =>
  chat?.isGroup === true && roleIn(chat, userId) !== 'member';

export const mayInvite = (chat: Chat, userId: string): boolean =>
  chat.membersCanInvite !== false || manages(chat, userId);
