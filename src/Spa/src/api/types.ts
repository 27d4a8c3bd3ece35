import type { LogEvent } from '$/realtime/frames';
import type { components } from './schema';

/**
 * What the server says, under the names that the pages use. The shapes come from `openapi.json`, which a test compares with
 * the running server; only what its description leaves open is said here.
 */
type Schemas = components['schemas'];

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Person = Schemas['UserRef'];
export type Role = Schemas['Role'];
export type Gender = Schemas['Gender'];
export type Me = Schemas['MeView'];
/** Who may write to me first and add me to groups. */
export type WhoMayWrite = Schemas['Openness'];
export type ChatPrivacy = Pick<Me, 'whoMayWrite' | 'strangersAsk' | 'showsReadMarks' | 'isInvisible'>;

/** `isAway` only while online; an unknown `lastSeenAt` isn't told. */
export type Presence = Pick<Schemas['ProfileView'], 'isOnline' | 'lastSeenAt'> &
  Partial<Pick<Schemas['ProfileView'], 'isAway'>>;
export type Profile = Schemas['ProfileView'];
export type DeviceSession = Schemas['SessionView'];
export type Category = Schemas['CategoryView'];

/** `mine` is null where nobody is signed in. */
export type Reaction = Schemas['ReactionView'];
export type PostSort = 'new' | 'active' | 'top';
export type Period = 'day' | 'week' | 'month' | 'all';
/** What a post is to me. */
export type Interest = Schemas['InterestView'];
export type PostSummary = Schemas['PostItem'];
export type Post = Schemas['PostView'];
export type Comment = Schemas['CommentView'];

export type MessageExcerpt = Schemas['LastMessageView'];
/** Somebody, or a group. `request`: they wrote, and I have not said yet whether they may. */
export type RosterItem = Schemas['RosterItem'];
export type Member = Schemas['MemberView'];
/** `historyFromSeq`: what is numbered below is not for me to see; 0 is everything. */
export type Chat = Schemas['ChatView'];
/** A first message to somebody who wants to be asked; gone once they accept. */
export type ChatRequest = Schemas['RequestView'];
export type ReplyTo = Schemas['ReplyView'];
/** An image as part of what it belongs to; the small one has at most 640 pixels on its longer side. */
export type Attachment = Schemas['AttachmentView'];
export type Message = Schemas['MessageView'];

/** `hasMore`: in the direction asked for; before the first item where none was. */
export type MessagePage = Omit<Schemas['HistoryView'], 'lines'> & {
  /** Who joined and left and what was changed in this page's range: numbered events. */
  lines: LogEvent[];
};

export type ChangeKind = 'renamed' | 'settings' | 'owner' | 'adminAdded' | 'adminRemoved' | 'accepted' | 'picture';

/** What happened to a chat: who, or whom it concerns, and the name it got then. */
export interface ChatChange {
  kind: ChangeKind;
  user?: Person | null;
  name?: string | null;
}

/** What a message said before an edit. */
export type Revision = Schemas['MessageRevisionView'];
export type Reactor = Schemas['ReactorView'];
export type Reader = Schemas['ReaderView'];
export type Readers = Schemas['ReadersView'];
export type NotificationLevel = Schemas['NotificationLevel'];
export type ChatNotifications = Schemas['NotificationsView'];
/** Without an end it never expires; without a number as many as like may use it. */
export type Invite = Schemas['InviteView'];
export type InvitePreview = Schemas['InvitePreview'];

export type NotificationKind = Schemas['NotificationKind'];
export type Notification = Schemas['NotificationView'];
export type NotificationPage = Schemas['NotificationPage'];

export type ReportTarget = Schemas['ReportTarget'];
/** `isAutomatic`: the forum itself holds it back; dismissing publishes it. */
export type Report = Schemas['ReportView'];
/** What a post or comment said before an edit. */
export type TextRevision = Omit<Schemas['PostRevisionView'], 'title'> & { title?: string };

export type Admission = Schemas['Admission'];
export type ForumInfo = Schemas['ForumView'];
export type ForumSettings = Schemas['ForumSettings'];
export type Suspension = Schemas['SuspensionView'];
export type Account = Schemas['PersonView'];
export type AuditRow = Schemas['AuditView'];
export type Sample = Schemas['Sample'];
export type MailCounts = Schemas['MailCounts'];
/** A mail that nobody took. */
export type LostMail = Schemas['LostMailView'];
export type Invitation = Schemas['InvitationView'];
export type Scope = 'read' | 'write' | 'chat' | 'admin';
export type ApiToken = Omit<Schemas['ApiTokenView'], 'scopes'> & { scopes: Scope[] };
export type Secret = Schemas['SecondFactorSecret'];
