// Written by `python -m hubbub_protocol.typescript`. Do not edit.

/** Where an invitation has led. */
export interface AcceptedInvitation {
  readonly room: Room | null;
}

/** An account as the community's owner sees it. */
export interface AccountCard {
  readonly member: MemberCard;
  readonly role: "member" | "owner";
  readonly created_at: number;
  readonly banned_at: number | null;
}

/** A page of accounts by username. */
export interface AccountPage {
  readonly accounts: ReadonlyArray<AccountCard>;
  readonly next: string | null;
}

/** A member as those see them who share or shared a room with them, and what they share. */
export interface Acquaintance {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly avatar_colour: string;
  readonly kind: "bot" | "person";
  readonly line: string;
  readonly interests: ReadonlyArray<string>;
  readonly created_at: number;
  /** Absent means []. */
  readonly shared_rooms?: ReadonlyArray<NamedRoom>;
}

/** Accept a connection request that one has received, put it off or decline it. */
export interface AnswerRequestCommand {
  readonly t: "answer_request";
  readonly ref: number;
  readonly key: string;
  readonly request: string;
  readonly answer: "accept" | "decline" | "put_off";
}

/** Ask a member for a personal connection: one with whom one shares a room, by their id, or whose contact code one has. Exactly one of `member` and `code`. */
export interface AskToConnect {
  /** May be absent. */
  readonly member?: string;
  /** May be absent. */
  readonly code?: string;
  /** May be absent. */
  readonly room?: string;
  /** Absent means "". */
  readonly opening?: string;
}

/** Ask to be let into a room on request. */
export interface AskToJoin {
  readonly reason: string;
}

/** What asking came to: a pending request, or a personal connection at once, since the other had asked too. Exactly one of the two is there. */
export interface AskedToConnect {
  readonly request: SentRequest | null;
  readonly personal_connection: PersonalConnection | null;
}

/** Where a request or a personal connection began. */
export interface Beginning {
  readonly origin: "code" | "introduction" | "room";
  /** Absent means null. */
  readonly room?: NamedRoom | null;
  /** Absent means null. */
  readonly introduced_by?: MemberCard | null;
}

/** A member whom the caller has blocked. */
export interface Block {
  readonly member: MemberCard;
  readonly blocked_at: number;
}

/** Block a member. */
export interface BlockCommand {
  readonly t: "block";
  readonly ref: number;
  readonly key: string;
  readonly member: string;
}

/** A page of those whom the caller has blocked, the latest first. */
export interface BlockPage {
  readonly blocks: ReadonlyArray<Block>;
  readonly next: string | null;
}

/** A bot and who made it. */
export interface Bot {
  readonly member: MemberCard;
  readonly made_by: string;
  readonly created_at: number;
  readonly banned: boolean;
}

/** The bots that the caller may look after: all for an owner, else those they made. */
export interface BotList {
  readonly bots: ReadonlyArray<Bot>;
}

/** A bot and its new token, which is shown this once. */
export interface BotWithToken {
  readonly bot: Bot;
  readonly token: string;
  readonly expires_at: number;
}

/** The last frame before a close, with the same code and what a client may do. */
export interface ByeFrame {
  readonly t: "bye";
  readonly code: number;
  readonly reason: string;
  /** Absent means null. */
  readonly retry_ms?: number | null;
}

/** Change the caller's password; every other sign-in of the account ends. */
export interface ChangePassword {
  readonly current: string;
  readonly new: string;
}

/** The program that speaks, for logs and statistics. */
export interface ClientInfo {
  readonly name: string;
  readonly version: string;
}

export type Command = HelloCommand | SubscribeCommand | UnsubscribeCommand | SendCommand | EditCommand | DeleteCommand | ReactCommand | UnreactCommand | PinCommand | UnpinCommand | ConnectCommand | AnswerRequestCommand | WithdrawRequestCommand | EndPersonalConnectionCommand | BlockCommand | UnblockCommand | MarkReadCommand | HistoryCommand | TypingCommand | PresenceCommand | RefreshCommand | PongCommand;

/** What anyone may know of this installation. */
export interface Community {
  readonly name: string;
  readonly registration: "closed" | "invite" | "open";
  readonly has_owner: boolean;
  readonly version: string;
}

/** Ask a member for a personal connection: `ask_to_connect`, over the socket. */
export interface ConnectCommand {
  readonly t: "connect";
  readonly ref: number;
  readonly key: string;
  /** May be absent. */
  readonly member?: string;
  /** May be absent. */
  readonly code?: string;
  /** May be absent. */
  readonly room?: string;
  /** Absent means "". */
  readonly opening?: string;
}

/** One has answered a request that one received, on this or another device. The sender is not told. */
export interface ConnectionRequestAnsweredEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "connection_request_answered";
  readonly request: string;
  readonly sender: string;
  readonly answer: "declined" | "put_off";
}

/** A request of which `connection_requested` told is pending no longer. */
export interface ConnectionRequestClosedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "connection_request_closed";
  readonly request: string;
  readonly sender: string;
  readonly receiver: string;
  readonly outcome: "accepted" | "expired" | "withdrawn";
}

/** The sender asks the receiver for a personal connection; one of them is oneself. Nothing more of the sender is told here: the list of requests has it. */
export interface ConnectionRequestedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "connection_requested";
  readonly request: string;
  readonly sender: string;
  readonly receiver: string;
}

/** A contact code as its maker sees it. */
export interface ContactCode {
  readonly id: string;
  readonly label: string;
  readonly uses: number | null;
  readonly used: number;
  readonly created_at: number;
  readonly expires_at: number;
}

/** A page of the caller's codes that have neither expired nor been revoked, latest first. */
export interface ContactCodePage {
  readonly contact_codes: ReadonlyArray<ContactCode>;
  readonly next: string | null;
}

/** Make a room; the caller becomes its owner. */
export interface CreateRoom {
  readonly name: string;
  readonly purpose: Purpose;
  /** Absent means "open". */
  readonly access?: "invite" | "open" | "request";
  /** May be absent. */
  readonly look?: boolean;
}

/** Erase a message: one's own, or any as a host or owner of the room. */
export interface DeleteCommand {
  readonly t: "delete";
  readonly ref: number;
  readonly stream: string;
  readonly key: string;
  readonly target: number;
}

/** A direct channel as one of the two sees it. */
export interface DirectChannel {
  readonly id: string;
  readonly stream: string;
  readonly member: MemberCard;
  readonly open: boolean;
  readonly hidden: boolean;
  readonly opened_at: number;
  readonly last_message_at: number | null;
  readonly head: number;
  readonly read: number;
  readonly unread: number;
}

/** The personal connection has ended; from here on the channel is read-only for both. */
export interface DirectChannelEndedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "direct_channel_ended";
}

/** A direct channel as the caller has it: all that both wrote and that stands, also after the end. */
export interface DirectChannelExport {
  readonly channel: DirectChannel;
  readonly messages: ReadonlyArray<Message>;
  readonly members: ReadonlyArray<MemberCard>;
  readonly as_of: number;
  readonly next: number | null;
}

/** One has hidden a direct channel, on this or another device. A new message of the other shows it again, without an event of its own in the inbox. */
export interface DirectChannelHiddenEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "direct_channel_hidden";
  readonly channel: string;
}

/** The two are connected from here on: the first event of the stream, and again after each reconnection. The actor is the one whose acceptance or asking made it so. */
export interface DirectChannelOpenedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "direct_channel_opened";
  readonly members: readonly [string, string];
  readonly origin: "code" | "introduction" | "room";
}

/** A page of the caller's direct channels, the one first that was written in or opened last. */
export interface DirectChannelPage {
  readonly channels: ReadonlyArray<DirectChannel>;
  readonly next: string | null;
}

/** One shows a hidden direct channel again, on this or another device. */
export interface DirectChannelShownEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "direct_channel_shown";
  readonly channel: string;
}

export type DirectEvent = MessageSentEvent | MessageEditedEvent | MessageDeletedEvent | ReactionAddedEvent | ReactionRemovedEvent | DirectChannelOpenedEvent | DirectChannelEndedEvent;

/** The hub is about to stop: reconnect after `after_ms`. */
export interface DrainFrame {
  readonly t: "drain";
  readonly after_ms: number;
}

/** Replace the body of a message of one's own. */
export interface EditCommand {
  readonly t: "edit";
  readonly ref: number;
  readonly stream: string;
  readonly key: string;
  readonly target: number;
  readonly body: string;
}

/** Change the community, as its owner; absent fields stay. */
export interface EditCommunity {
  /** May be absent. */
  readonly name?: string;
  /** May be absent. */
  readonly registration?: "closed" | "invite" | "open";
}

/** Replace a message's body. */
export interface EditMessage {
  readonly body: string;
}

/** Change some of them; absent fields stay. */
export interface EditPeopleSettings {
  /** May be absent. */
  readonly openings?: "allowed" | "off" | "required";
  /** May be absent. */
  readonly suggestions?: boolean;
  /** May be absent. */
  readonly bridges?: boolean;
  /** May be absent. */
  readonly mutual?: boolean;
  /** May be absent. */
  readonly accept_requests?: boolean;
}

/** Change one's profile; absent fields stay. */
export interface EditProfile {
  /** May be absent. */
  readonly display_name?: string;
  /** May be absent. */
  readonly avatar_colour?: string;
  /** May be absent. */
  readonly line?: string;
  /** May be absent. */
  readonly interests?: ReadonlyArray<string>;
}

/** Change a room; absent fields stay. */
export interface EditRoom {
  /** May be absent. */
  readonly name?: string;
  /** May be absent. */
  readonly purpose?: Purpose;
  /** May be absent. */
  readonly access?: "invite" | "open" | "request";
  /** May be absent. */
  readonly look?: boolean;
}

/** End the personal connection with a member. */
export interface EndPersonalConnectionCommand {
  readonly t: "end_personal_connection";
  readonly ref: number;
  readonly key: string;
  readonly member: string;
}

/** Something of the moment: no `seq`, never stored, may be missed. `typing`: `member` is writing. `read`: the caller has read `stream` up to `seq` on another device. `profile`: the profile of `member` changed. */
export interface EphemeralFrame {
  readonly t: "ephemeral";
  readonly stream: string;
  readonly kind: "profile" | "read" | "typing";
  /** Absent means null. */
  readonly member?: string | null;
  /** Absent means null. */
  readonly seq?: number | null;
}

/** A command is refused. `ref` is null where the command had none; `to` names what. */
export interface ErrorFrame {
  readonly t: "error";
  readonly ref: number | null;
  readonly code: "bad_request" | "conflict" | "forbidden" | "internal" | "not_connected" | "not_found" | "rate_limited" | "too_large" | "unauthorized" | "unavailable";
  readonly detail: string;
  readonly retry: boolean;
  /** Absent means null. */
  readonly to?: string | null;
  /** Absent means null. */
  readonly field?: string | null;
  /** Absent means null. */
  readonly limit?: number | null;
  /** Absent means null. */
  readonly after_ms?: number | null;
}

export type Event = RoomEvent | DirectEvent | InboxEvent;

/** Events in ascending `seq`, each exactly as the socket would give it. */
export interface EventPage {
  readonly epoch: string;
  readonly head: number;
  readonly events: ReadonlyArray<unknown>;
}

/** Which part of an export: the messages after a `seq`. */
export interface ExportDirectChannel {
  /** Absent means 0. */
  readonly after?: number;
  /** Absent means 200. */
  readonly limit?: number;
}

/** Which direct channels. */
export interface FindDirectChannels {
  /** Absent means "". */
  readonly after?: string;
  /** Absent means 50. */
  readonly limit?: number;
  /** Absent means false. */
  readonly hidden?: boolean;
}

/** The events of a stream after a `seq`, for programs that poll instead of subscribing. */
export interface FindEvents {
  /** Absent means 0. */
  readonly after?: number;
  /** Absent means 100. */
  readonly limit?: number;
}

/** At most one of before, after and around; none of them: the latest. */
export interface FindHistory {
  /** May be absent. */
  readonly before?: number;
  /** May be absent. */
  readonly after?: number;
  /** May be absent. */
  readonly around?: number;
  /** Absent means 50. */
  readonly limit?: number;
}

/** Find members with whom one shares a room, by words of their names and interests. */
export interface FindMembers {
  /** Absent means "". */
  readonly text?: string;
  /** Absent means "". */
  readonly after?: string;
  /** Absent means 20. */
  readonly limit?: number;
}

/** Find one's personal connections by words of names. */
export interface FindPersonalConnections {
  /** Absent means "". */
  readonly after?: string;
  /** Absent means 50. */
  readonly limit?: number;
  /** Absent means "". */
  readonly text?: string;
}

/** Which of the received requests: those that wait, or those that were put off. */
export interface FindReceivedRequests {
  /** Absent means "". */
  readonly after?: string;
  /** Absent means 50. */
  readonly limit?: number;
  /** Absent means false. */
  readonly put_off?: boolean;
}

/** Find rooms by words of their name and statement, by tag and by kind. */
export interface FindRooms {
  /** Absent means "". */
  readonly text?: string;
  /** Absent means "". */
  readonly tag?: string;
  /** Absent means "". */
  readonly kind?: "cause" | "hobby" | "location" | "profession" | "";
  /** Absent means false. */
  readonly archived?: boolean;
  /** Absent means false. */
  readonly asked?: boolean;
  /** Absent means "". */
  readonly after?: string;
  /** Absent means 20. */
  readonly limit?: number;
}

export type Frame = WelcomeFrame | SubscribedFrame | ResetFrame | OkFrame | MessagesFrame | ErrorFrame | SkipFrame | EphemeralFrame | PresentFrame | PingFrame | DrainFrame | ByeFrame;

/** Open a session. The first command of a socket; answered by `welcome`. */
export interface HelloCommand {
  readonly t: "hello";
  readonly device: string;
  readonly client: ClientInfo;
  /** Absent means null. */
  readonly token?: string | null;
  /** Absent means {}. */
  readonly resume?: Readonly<Record<string, number>>;
  /** Absent means null. */
  readonly epoch?: string | null;
}

/** Ask for messages as they now stand: before, after or around a `seq`, or the latest. */
export interface HistoryCommand {
  readonly t: "history";
  readonly ref: number;
  readonly stream: string;
  /** May be absent. */
  readonly before?: number;
  /** May be absent. */
  readonly after?: number;
  /** May be absent. */
  readonly around?: number;
  /** Absent means 50. */
  readonly limit?: number;
}

export type InboxEvent = RoomJoinedEvent | RoomLeftEvent | RoomRoleChangedEvent | RoomStateChangedEvent | MentionedEvent | JoinRequestedEvent | JoinRequestClosedEvent | JoinRequestRefusedEvent | ConnectionRequestedEvent | ConnectionRequestAnsweredEvent | ConnectionRequestClosedEvent | PersonalConnectionOpenedEvent | PersonalConnectionEndedEvent | DirectChannelHiddenEvent | DirectChannelShownEvent | MemberBlockedEvent | MemberUnblockedEvent | IntroductionMadeEvent | IntroductionAnsweredEvent | IntroductionClosedEvent | SuggestionsChangedEvent | PeopleSettingsChangedEvent | ReportMadeEvent;

/** Introduce two members, with both of whom the caller is connected. */
export interface Introduce {
  readonly members: readonly [string, string];
  readonly sentence: string;
}

/** One has answered an introduction, on this or another device. Nobody else is told. */
export interface IntroductionAnsweredEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "introduction_answered";
  readonly introduction: string;
  readonly answer: "accepted" | "declined";
}

/** An introduction is open no longer. */
export interface IntroductionClosedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "introduction_closed";
  readonly introduction: string;
  readonly outcome: "accepted" | "expired" | "withdrawn";
}

/** The open introductions that concern the caller, the latest first. */
export interface IntroductionList {
  readonly received: ReadonlyArray<ReceivedIntroduction>;
  readonly made: ReadonlyArray<MadeIntroduction>;
}

/** The actor introduces the two members; one is among the three. */
export interface IntroductionMadeEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "introduction_made";
  readonly introduction: string;
  readonly members: readonly [string, string];
}

/** An invitation as those see it who may make such. */
export interface Invitation {
  readonly id: string;
  readonly room: string | null;
  readonly made_by: MemberCard;
  readonly note: string;
  readonly uses: number | null;
  readonly used: number;
  readonly created_at: number;
  readonly expires_at: number;
}

/** The code of an invitation. */
export interface InvitationCode {
  readonly code: string;
}

/** A page of invitations that have neither expired nor been revoked, the latest first. */
export interface InvitationPage {
  readonly invitations: ReadonlyArray<Invitation>;
  readonly next: string | null;
}

/** A room as an invitation shows it to whoever has the code. */
export interface InvitedRoom {
  readonly name: string;
  readonly purpose: Purpose;
  readonly state: "active" | "archived";
  readonly members: number;
}

/** The caller's own join request that waits for an answer. */
export interface JoinRequest {
  readonly reason: string;
  readonly asked_at: number;
}

/** A join request of which `join_requested` told waits for an answer no longer. */
export interface JoinRequestClosedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "join_request_closed";
  readonly room: string;
  readonly member: string;
  readonly outcome: "admitted" | "refused" | "void" | "withdrawn";
}

/** A page of the join requests that wait for an answer, the oldest first. */
export interface JoinRequestPage {
  readonly requests: ReadonlyArray<RoomJoinRequest>;
  readonly next: string | null;
}

/** The room refused one's join request. The actor is empty: no host answers for it alone. */
export interface JoinRequestRefusedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "join_request_refused";
  readonly room: string;
  /** Absent means "". */
  readonly word?: string;
}

/** The member asks to join a room that one hosts; or one asks oneself. The room's list of join requests has the reason. */
export interface JoinRequestedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "join_requested";
  readonly room: string;
  readonly member: string;
}

export type KeyedCommand = SendCommand | EditCommand | DeleteCommand | ReactCommand | UnreactCommand | PinCommand | UnpinCommand | ConnectCommand | AnswerRequestCommand | WithdrawRequestCommand | EndPersonalConnectionCommand | BlockCommand | UnblockCommand;

/** Leave a room; its last owner names a member of it who becomes owner. */
export interface LeaveRoom {
  /** Absent means null. */
  readonly successor?: string | null;
}

/** The limits of this hub. All are positive integers. */
export interface Limits {
  /** Absent means 131072. */
  readonly frame_bytes?: number;
  /** Absent means 8000. */
  readonly body?: number;
  /** Absent means 20. */
  readonly mentions?: number;
  /** Absent means 10000. */
  readonly hello_ms?: number;
  /** Absent means 10000. */
  readonly pong_ms?: number;
  /** Absent means 32. */
  readonly unanswered?: number;
  /** Absent means 10. */
  readonly sends_per_second?: number;
  /** Absent means 30. */
  readonly send_burst?: number;
  /** Absent means 2. */
  readonly new_account_sends_per_second?: number;
  /** Absent means 500. */
  readonly subscriptions?: number;
  /** Absent means 10. */
  readonly sockets?: number;
  /** Absent means 500. */
  readonly presence_members?: number;
}

/** Ask whose contact code one has. */
export interface LookAtContactCode {
  readonly code: string;
}

/** A new contact code, which is shown this once. */
export interface MadeContactCode {
  readonly contact_code: ContactCode;
  readonly code: string;
}

/** An introduction that the caller has made and that is open. */
export interface MadeIntroduction {
  readonly id: string;
  readonly members: readonly [MemberCard, MemberCard];
  readonly sentence: string;
  readonly made_at: number;
  readonly expires_at: number;
}

/** A new invitation and its code, which is shown this once. */
export interface MadeInvitation {
  readonly invitation: Invitation;
  readonly code: string;
}

/** Make a bot, as an owner of the community or as a host or owner of some room. */
export interface MakeBot {
  readonly username: string;
  readonly display_name: string;
}

/** Make a contact code. */
export interface MakeContactCode {
  /** Absent means "". */
  readonly label?: string;
  /** Absent means 1. */
  readonly uses?: number | null;
  /** Absent means 2592000. */
  readonly lasts_s?: number;
}

/** Make an invitation. */
export interface MakeInvitation {
  /** Absent means 1. */
  readonly uses?: number | null;
  /** Absent means 604800. */
  readonly lasts_s?: number;
  /** Absent means "". */
  readonly note?: string;
}

/** Report a connection request that one has received. */
export interface MakeReport {
  readonly request: string;
  readonly reason: string;
}

/** Say how far one has read. No answer; a refusal comes with `ref: null` and `to`. */
export interface MarkReadCommand {
  readonly t: "mark_read";
  readonly stream: string;
  readonly seq: number;
}

/** The caller. */
export interface Me {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly avatar_colour: string;
  readonly kind: "bot" | "person";
  readonly line: string;
  readonly interests: ReadonlyArray<string>;
  readonly created_at: number;
  readonly role: "member" | "owner";
  readonly inbox: string;
  readonly may_make_bots: boolean;
}

/** The actor shut the member out. Their subscriptions to the stream end with this event. */
export interface MemberBannedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "member_banned";
  readonly member: string;
  /** Absent means "". */
  readonly reason?: string;
}

/** One has blocked the member, on this or another device: drop what one holds of them. */
export interface MemberBlockedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "member_blocked";
  readonly member: string;
}

/** What it takes to show a member beside a message. */
export interface MemberCard {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly avatar_colour: string;
  readonly kind: "bot" | "person";
}

/** The member belongs to the room from here on. */
export interface MemberJoinedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "member_joined";
  readonly member: string;
  /** Absent means "member". */
  readonly role?: "host" | "member" | "owner";
}

/** The member left. Their subscriptions to the stream end with this event. */
export interface MemberLeftEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "member_left";
  readonly member: string;
}

/** The actor removed the member. Their subscriptions to the stream end with this event. */
export interface MemberRemovedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "member_removed";
  readonly member: string;
  /** Absent means "". */
  readonly reason?: string;
}

/** The actor lifted a ban; the member may join again. */
export interface MemberUnbannedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "member_unbanned";
  readonly member: string;
}

/** One blocks the member no longer. */
export interface MemberUnblockedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "member_unblocked";
  readonly member: string;
}

/** The actor mentioned one in the message `target` of `source`. */
export interface MentionedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "mentioned";
  readonly source: string;
  readonly target: number;
}

/** A message as it now stands. */
export interface Message {
  readonly seq: number;
  readonly id: string;
  readonly author: string;
  readonly at: number;
  readonly body: string;
  readonly reply_to: number | null;
  readonly mentions: ReadonlyArray<string>;
  readonly mentions_room: boolean;
  readonly edited_at: number | null;
  readonly deleted: boolean;
  readonly reactions: ReadonlyArray<Reaction>;
  readonly pinned: boolean;
}

/** The actor erased the message: every stored body of it is gone. */
export interface MessageDeletedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "message_deleted";
  readonly target: number;
}

/** The actor replaced the body of their message. Erased with it when that is deleted. */
export interface MessageEditedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "message_edited";
  readonly target: number;
  readonly body: string;
  /** Absent means []. */
  readonly mentions?: ReadonlyArray<string>;
  /** Absent means false. */
  readonly mentions_room?: boolean;
  /** Absent means false. */
  readonly deleted?: boolean;
}

/** Messages in ascending `seq`, as they stand after the event `as_of`. */
export interface MessagePage {
  readonly stream: string;
  readonly messages: ReadonlyArray<Message>;
  readonly members: ReadonlyArray<MemberCard>;
  readonly as_of: number;
  readonly more_before: boolean;
  readonly more_after: boolean;
}

/** The actor pinned a message. */
export interface MessagePinnedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "message_pinned";
  readonly target: number;
}

/** The actor wrote a message. After a deletion its replay is a tombstone: no body, deleted. */
export interface MessageSentEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "message_sent";
  readonly id: string;
  readonly body: string;
  /** Absent means null. */
  readonly reply_to?: number | null;
  /** Absent means []. */
  readonly mentions?: ReadonlyArray<string>;
  /** Absent means false. */
  readonly mentions_room?: boolean;
  /** Absent means false. */
  readonly deleted?: boolean;
}

/** The actor unpinned a message. */
export interface MessageUnpinnedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "message_unpinned";
  readonly target: number;
}

/** The answer to `history`. */
export interface MessagesFrame {
  readonly t: "messages";
  readonly ref: number;
  readonly page: MessagePage;
}

/** A room in words beside something else. */
export interface NamedRoom {
  readonly id: string;
  readonly name: string;
}

/** A command succeeded; a write carries its place in the stream. */
export interface OkFrame {
  readonly t: "ok";
  readonly ref: number;
  /** Absent means null. */
  readonly seq?: number | null;
  /** Absent means null. */
  readonly id?: string | null;
  /** Absent means null. */
  readonly at?: number | null;
  /** Absent means false. */
  readonly duplicate?: boolean;
  /** Absent means null. */
  readonly expires_at?: number | null;
}

/** Which page of a list. */
export interface Page {
  /** Absent means "". */
  readonly after?: string;
  /** Absent means 50. */
  readonly limit?: number;
}

/** How the caller may be approached, and what is made of whom they know. */
export interface PeopleSettings {
  /** Absent means "allowed". */
  readonly openings?: "allowed" | "off" | "required";
  /** Absent means false. */
  readonly suggestions?: boolean;
  /** Absent means false. */
  readonly bridges?: boolean;
  /** Absent means false. */
  readonly mutual?: boolean;
  /** Absent means false. */
  readonly accept_requests?: boolean;
}

/** One has changed one's people settings, on this or another device. */
export interface PeopleSettingsChangedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "people_settings_changed";
}

/** The caller's personal connection with another member. */
export interface PersonalConnection {
  readonly member: MemberCard;
  readonly channel: string;
  readonly stream: string;
  readonly opened_at: number;
  readonly beginning: Beginning;
}

/** One is connected with the member no longer; the direct channel is read-only. */
export interface PersonalConnectionEndedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "personal_connection_ended";
  readonly member: string;
  readonly channel: string;
}

/** One is connected with the member from here on; subscribe to the direct channel's stream from `opened_seq`. */
export interface PersonalConnectionOpenedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "personal_connection_opened";
  readonly member: string;
  readonly channel: string;
  readonly opened_seq: number;
}

/** A page of the caller's personal connections by the other's display name. */
export interface PersonalConnectionPage {
  readonly personal_connections: ReadonlyArray<PersonalConnection>;
  readonly next: string | null;
}

/** Pin a message, as a host or owner of the room. */
export interface PinCommand {
  readonly t: "pin";
  readonly ref: number;
  readonly stream: string;
  readonly key: string;
  readonly target: number;
}

/** The pinned messages of a stream, latest pin first. */
export interface PinList {
  readonly messages: ReadonlyArray<Message>;
  readonly members: ReadonlyArray<MemberCard>;
  readonly as_of: number;
}

/** Answer with `pong` within `limits.pong_ms`. */
export interface PingFrame {
  readonly t: "ping";
}

/** Answer a `ping`. */
export interface PongCommand {
  readonly t: "pong";
}

/** Say whether one is at this device; a session begins as active. No answer, no refusal. */
export interface PresenceCommand {
  readonly t: "presence";
  readonly state: "active" | "away";
}

/** How many members are present, where they are too many to be named. */
export interface PresenceCounts {
  readonly active: number;
  readonly away: number;
}

/** Who is present in a room: no `seq`, never stored, at most every 2 s. `whole`: everybody is named, what was known before is void; else those whose state changed, and in `gone` those who are present no longer. Where more than `limits.presence_members` are present, `counts` stands in place of the names. */
export interface PresentFrame {
  readonly t: "present";
  readonly stream: string;
  /** Absent means false. */
  readonly whole?: boolean;
  /** Absent means []. */
  readonly active?: ReadonlyArray<string>;
  /** Absent means []. */
  readonly away?: ReadonlyArray<string>;
  /** Absent means []. */
  readonly gone?: ReadonlyArray<string>;
  /** Absent means null. */
  readonly counts?: PresenceCounts | null;
}

/** A member as those see them who share a room with them. */
export interface Profile {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly avatar_colour: string;
  readonly kind: "bot" | "person";
  readonly line: string;
  readonly interests: ReadonlyArray<string>;
  readonly created_at: number;
}

/** A page of members by display name. */
export interface ProfilePage {
  readonly members: ReadonlyArray<Profile>;
  readonly next: string | null;
}

/** Why a room exists. */
export interface Purpose {
  readonly statement: string;
  readonly kind: "cause" | "hobby" | "location" | "profession";
  /** Absent means []. */
  readonly tags?: ReadonlyArray<string>;
  /** Absent means []. */
  readonly signs?: ReadonlyArray<string>;
}

/** Add a reaction to a message. */
export interface ReactCommand {
  readonly t: "react";
  readonly ref: number;
  readonly stream: string;
  readonly key: string;
  readonly target: number;
  readonly emoji: string;
}

/** An emoji and the members who reacted with it, in that order. */
export interface Reaction {
  readonly emoji: string;
  readonly members: ReadonlyArray<string>;
}

/** The actor reacted to a message. */
export interface ReactionAddedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "reaction_added";
  readonly target: number;
  readonly emoji: string;
}

/** The actor took a reaction back. */
export interface ReactionRemovedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "reaction_removed";
  readonly target: number;
  readonly emoji: string;
}

/** How far the caller has read; it never goes back. */
export interface ReadMarker {
  readonly seq: number;
}

/** Why a member is removed or banned: at most 200 characters, seen by the room's members. */
export interface Reason {
  /** Absent means "". */
  readonly reason?: string;
}

/** An introduction that the caller may accept or decline. */
export interface ReceivedIntroduction {
  readonly id: string;
  readonly member: MemberCard;
  readonly introduced_by: MemberCard;
  readonly sentence: string;
  readonly accepted: boolean;
  readonly made_at: number;
  readonly expires_at: number;
}

/** A connection request that the caller may accept. */
export interface ReceivedRequest {
  readonly id: string;
  readonly member: MemberCard;
  readonly beginning: Beginning;
  readonly opening: string;
  readonly shared_rooms: ReadonlyArray<NamedRoom>;
  readonly put_off: boolean;
  readonly sent_at: number;
  readonly expires_at: number;
}

/** A page of requests that the caller may accept, the latest first. */
export interface ReceivedRequestPage {
  readonly requests: ReadonlyArray<ReceivedRequest>;
  readonly next: string | null;
}

/** Give a newer token of the same account, so that the session outlives the old one. */
export interface RefreshCommand {
  readonly t: "refresh";
  readonly ref: number;
  readonly token: string;
}

/** Refuse a join request. */
export interface RefuseJoinRequest {
  /** Absent means "". */
  readonly word?: string;
}

/** Make an account and sign in with it. */
export interface Register {
  readonly username: string;
  readonly display_name: string;
  readonly password: string;
  /** Absent means false. */
  readonly cookie?: boolean;
  /** Absent means "". */
  readonly label?: string;
  /** Absent means null. */
  readonly invitation?: string | null;
}

/** A report as the owners of the community see it. */
export interface Report {
  readonly id: string;
  readonly reporter: MemberCard;
  readonly reported: MemberCard;
  readonly reason: string;
  readonly request: ReportedRequest;
  readonly state: "closed" | "open";
  readonly made_at: number;
}

/** A member has reported something to the owners of the community, of whom one is one. */
export interface ReportMadeEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "report_made";
  readonly report: string;
}

/** A page of reports, the latest first. */
export interface ReportPage {
  readonly reports: ReadonlyArray<Report>;
  readonly next: string | null;
}

/** The connection request as it stood when it was reported, whatever became of it. */
export interface ReportedRequest {
  readonly id: string;
  readonly beginning: Beginning;
  readonly opening: string;
  readonly sent_at: number;
}

/** The client's cursor is void: drop the state, take history, subscribe from `as_of`. Without `stream`: every stream. What is reset is not subscribed. */
export interface ResetFrame {
  readonly t: "reset";
  readonly epoch: string;
  /** Absent means 0. */
  readonly head?: number;
  /** Absent means null. */
  readonly stream?: string | null;
  /** Absent means null. */
  readonly ref?: number | null;
}

/** The member's role in the room is another from here on. */
export interface RoleChangedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "role_changed";
  readonly member: string;
  readonly role: "host" | "member" | "owner";
}

/** A room as the caller may see it. */
export interface Room {
  readonly id: string;
  readonly stream: string;
  readonly name: string;
  readonly purpose: Purpose;
  readonly access: "invite" | "open" | "request";
  readonly look: boolean;
  readonly state: "active" | "archived";
  readonly created_at: number;
  readonly last_message_at: number | null;
  readonly members: number;
  readonly head: number;
  readonly standing: Standing | null;
  /** Absent means null. */
  readonly asked?: JoinRequest | null;
}

/** The room became read-only. */
export interface RoomArchivedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "room_archived";
}

/** A member shut out of a room. */
export interface RoomBan {
  readonly member: MemberCard;
  readonly reason: string;
  readonly banned_at: number;
  readonly banned_by: string;
}

/** A page of a room's bans, latest first. */
export interface RoomBanPage {
  readonly bans: ReadonlyArray<RoomBan>;
  readonly next: string | null;
}

/** The actor made the room and owns it. The first event of its stream. */
export interface RoomCreatedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "room_created";
  readonly name: string;
  readonly purpose: Purpose;
  readonly access: "invite" | "open" | "request";
  readonly look: boolean;
}

/** The actor changed the room; the fields are those after the change. */
export interface RoomEditedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "room_edited";
  readonly name: string;
  readonly purpose: Purpose;
  readonly access: "invite" | "open" | "request";
  readonly look: boolean;
}

export type RoomEvent = MessageSentEvent | MessageEditedEvent | MessageDeletedEvent | ReactionAddedEvent | ReactionRemovedEvent | MessagePinnedEvent | MessageUnpinnedEvent | RoomCreatedEvent | RoomEditedEvent | RoomArchivedEvent | RoomRestoredEvent | MemberJoinedEvent | MemberLeftEvent | MemberRemovedEvent | MemberBannedEvent | MemberUnbannedEvent | RoleChangedEvent;

/** A join request as the room's hosts and owners see it. */
export interface RoomJoinRequest {
  readonly reason: string;
  readonly asked_at: number;
  readonly member: MemberCard;
}

/** One belongs to the room from here on; subscribe to its stream from `joined_seq`. */
export interface RoomJoinedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "room_joined";
  readonly room: string;
  readonly joined_seq: number;
}

/** One belongs to the room no longer; `reason` says by what. */
export interface RoomLeftEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "room_left";
  readonly room: string;
  readonly reason: "banned" | "left" | "removed";
}

/** A member of a room, with their role there. */
export interface RoomMember {
  readonly member: MemberCard;
  readonly role: "host" | "member" | "owner";
  readonly joined_at: number;
}

/** A page of a room's members: owners, hosts, members, each by display name. */
export interface RoomMemberPage {
  readonly members: ReadonlyArray<RoomMember>;
  readonly next: string | null;
}

/** A page of rooms; `next` is the cursor of the following page, or None. */
export interface RoomPage {
  readonly rooms: ReadonlyArray<Room>;
  readonly next: string | null;
}

/** The room can be written in again. */
export interface RoomRestoredEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "room_restored";
}

/** One's role in the room is another from here on. */
export interface RoomRoleChangedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "room_role_changed";
  readonly room: string;
  readonly role: "host" | "member" | "owner";
}

/** A room that one belongs to was edited, archived or restored. */
export interface RoomStateChangedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "room_state_changed";
  readonly room: string;
}

/** Write a message. */
export interface SendCommand {
  readonly t: "send";
  readonly ref: number;
  readonly stream: string;
  readonly key: string;
  readonly body: string;
  /** Absent means null. */
  readonly reply_to?: number | null;
}

/** A connection request of the caller's own that is pending. */
export interface SentRequest {
  readonly id: string;
  readonly member: MemberCard;
  readonly beginning: Beginning;
  readonly opening: string;
  readonly sent_at: number;
  readonly expires_at: number;
}

/** A page of the caller's pending requests, the latest first. */
export interface SentRequestPage {
  readonly requests: ReadonlyArray<SentRequest>;
  readonly next: string | null;
}

/** Write one's private note about a member one is or was connected with; empty erases it. */
export interface SetNote {
  readonly note: string;
}

/** How far the caller has read. */
export interface SetRead {
  readonly seq: number;
}

/** Give a member of a room another role. */
export interface SetRole {
  readonly role: "host" | "member" | "owner";
}

/** Make the owner's account with the one-time token of the set-up link, and sign in. */
export interface SetUp {
  readonly token: string;
  readonly username: string;
  readonly display_name: string;
  readonly password: string;
  /** Absent means "Hubbub". */
  readonly community_name?: string;
  /** Absent means false. */
  readonly cookie?: boolean;
  /** Absent means "". */
  readonly label?: string;
}

/** Whose contact code it is. */
export interface ShownContactCode {
  readonly member: MemberCard;
}

/** What an invitation is for. */
export interface ShownInvitation {
  readonly community: string;
  readonly room: InvitedRoom | null;
  readonly invited_by: MemberCard;
  readonly expires_at: number;
}

/** Sign in with username and password. */
export interface SignIn {
  readonly username: string;
  readonly password: string;
  /** Absent means false. */
  readonly cookie?: boolean;
  /** Absent means "". */
  readonly label?: string;
}

/** One of the caller's sign-ins. */
export interface SignInCard {
  readonly id: string;
  readonly label: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
  readonly current: boolean;
}

/** The caller's sign-ins that still hold, latest use first. */
export interface SignInList {
  readonly sign_ins: ReadonlyArray<SignInCard>;
}

/** The new sign-in. `token` is None where it came as a cookie. */
export interface SignedIn {
  readonly me: Me;
  readonly sign_in: string;
  readonly token: string | null;
  readonly expires_at: number;
}

/** An event that this member does not get to see; it counts as received. */
export interface SkipFrame {
  readonly t: "skip";
  readonly stream: string;
  readonly seq: number;
}

/** The caller's place in a room they belong to. */
export interface Standing {
  readonly role: "host" | "member" | "owner";
  readonly joined_at: number;
  readonly read: number;
  readonly unread: number;
  readonly mentions: number;
  /** Absent means 0. */
  readonly join_requests?: number;
}

/** A stream to subscribe to, from after `seq`; without it, from its present head. */
export interface StreamFrom {
  readonly stream: string;
  /** May be absent. */
  readonly seq?: number;
}

/** A stream that the session now receives: its next event has `seq` = `after` + 1. */
export interface StreamState {
  readonly stream: string;
  readonly head: number;
  readonly after: number;
  readonly mode: "live" | "replay";
  readonly read: number;
}

/** Receive streams. Answered per stream by `subscribed`, `reset` or `error`. */
export interface SubscribeCommand {
  readonly t: "subscribe";
  readonly ref: number;
  readonly streams: ReadonlyArray<StreamFrom>;
  /** Absent means null. */
  readonly epoch?: string | null;
}

/** A stream is subscribed: the fields of `StreamState`. */
export interface SubscribedFrame {
  readonly t: "subscribed";
  readonly ref: number;
  readonly stream: string;
  readonly head: number;
  readonly after: number;
  readonly mode: "live" | "replay";
  readonly read: number;
}

/** A member whom the caller might ask for a personal connection. */
export interface Suggestion {
  readonly member: MemberCard;
  readonly mode: "bridge" | "met";
  readonly reason: string;
  readonly rooms: ReadonlyArray<NamedRoom>;
  readonly suggested_at: number;
}

/** The suggestions that stand, the latest first: at most three new ones a week. */
export interface SuggestionList {
  readonly suggestions: ReadonlyArray<Suggestion>;
}

/** Other members are suggested to one than before. */
export interface SuggestionsChangedEvent {
  readonly t: "event";
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: "suggestions_changed";
}

/** What two connected members, and nobody else, see of their tie. */
export interface Tie {
  readonly member: MemberCard;
  readonly channel: string;
  readonly stream: string;
  readonly opened_at: number;
  readonly beginning: Beginning;
  readonly shared_rooms: ReadonlyArray<NamedRoom>;
  readonly last_exchange_at: number | null;
  readonly words_from_me: number;
  readonly words_to_me: number;
  readonly note: string;
  readonly mutual: ReadonlyArray<MemberCard> | null;
}

/** Say that one is writing. No answer. */
export interface TypingCommand {
  readonly t: "typing";
  readonly stream: string;
}

/** Block a member no longer. */
export interface UnblockCommand {
  readonly t: "unblock";
  readonly ref: number;
  readonly key: string;
  readonly member: string;
}

/** Unpin a message, as a host or owner of the room. */
export interface UnpinCommand {
  readonly t: "unpin";
  readonly ref: number;
  readonly stream: string;
  readonly key: string;
  readonly target: number;
}

/** Take a reaction of one's own back. */
export interface UnreactCommand {
  readonly t: "unreact";
  readonly ref: number;
  readonly stream: string;
  readonly key: string;
  readonly target: number;
  readonly emoji: string;
}

/** Receive streams no longer. */
export interface UnsubscribeCommand {
  readonly t: "unsubscribe";
  readonly ref: number;
  readonly streams: ReadonlyArray<string>;
}

/** The session is open. `streams` are those of `hello.resume` that are subscribed now. */
export interface WelcomeFrame {
  readonly t: "welcome";
  readonly session: string;
  readonly member: Me;
  readonly now: number;
  readonly epoch: string;
  readonly ping_ms: number;
  readonly limits: Limits;
  readonly features: ReadonlyArray<string>;
  readonly streams: ReadonlyArray<StreamState>;
}

/** Take a connection request of one's own back. */
export interface WithdrawRequestCommand {
  readonly t: "withdraw_request";
  readonly ref: number;
  readonly key: string;
  readonly request: string;
}

/** Write a message. */
export interface WriteMessage {
  readonly body: string;
  /** Absent means null. */
  readonly reply_to?: number | null;
}

/** The place that a write has in its stream; the same again for a repeated key. */
export interface Written {
  readonly seq: number;
  readonly at: number;
  /** Absent means null. */
  readonly id?: string | null;
  /** Absent means false. */
  readonly duplicate?: boolean;
}

/** The HTTP operations: what each takes in its path, query and body, and gives. */
export interface Operations {
  /** What anyone may know of the community. */
  readonly get_community: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Community;
  };
  /** Change its name or registration. */
  readonly edit_community: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: EditCommunity;
    readonly answer: Community;
  };
  /** Make the owner with the one-time set-up token. */
  readonly set_up: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: SetUp;
    readonly answer: SignedIn;
  };
  /** Make an account and sign in. */
  readonly register: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: Register;
    readonly answer: SignedIn;
  };
  /** All accounts, by username. */
  readonly list_accounts: {
    readonly path: undefined;
    readonly query: FindMembers;
    readonly body: undefined;
    readonly answer: AccountPage;
  };
  /** Shut an account out. */
  readonly ban_account: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: Reason;
    readonly answer: undefined;
  };
  /** Let it in again. */
  readonly unban_account: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Change one's password. */
  readonly change_password: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: ChangePassword;
    readonly answer: undefined;
  };
  /** Sign in. */
  readonly sign_in: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: SignIn;
    readonly answer: SignedIn;
  };
  /** One's sign-ins. */
  readonly list_sign_ins: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: SignInList;
  };
  /** End this sign-in. */
  readonly sign_out: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** End one of one's sign-ins. */
  readonly revoke_sign_in: {
    readonly path: { readonly sign_in: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Make a bot and its token. */
  readonly make_bot: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: MakeBot;
    readonly answer: BotWithToken;
  };
  /** The bots one looks after. */
  readonly list_bots: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: BotList;
  };
  /** A new token; the old ones end. */
  readonly renew_bot_token: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: BotWithToken;
  };
  /** End a bot: its tokens and its access. */
  readonly retire_bot: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** The caller. */
  readonly get_me: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Me;
  };
  /** Change one's profile. */
  readonly edit_profile: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: EditProfile;
    readonly answer: Me;
  };
  /** Members one shares a room with. */
  readonly find_members: {
    readonly path: undefined;
    readonly query: FindMembers;
    readonly body: undefined;
    readonly answer: ProfilePage;
  };
  /** A member whom one has met. */
  readonly get_member: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Acquaintance;
  };
  /** Make a room and own it. */
  readonly create_room: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: CreateRoom;
    readonly answer: Room;
  };
  /** Find rooms by words, tag and kind, liveliest first. */
  readonly find_rooms: {
    readonly path: undefined;
    readonly query: FindRooms;
    readonly body: undefined;
    readonly answer: RoomPage;
  };
  /** The rooms one belongs to, by name. */
  readonly list_my_rooms: {
    readonly path: undefined;
    readonly query: Page;
    readonly body: undefined;
    readonly answer: RoomPage;
  };
  /** A room. */
  readonly get_room: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Room;
  };
  /** Change a room, as its host or owner. */
  readonly edit_room: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: EditRoom;
    readonly answer: Room;
  };
  /** Make it read-only, as its owner. */
  readonly archive_room: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Room;
  };
  /** Open it again, as its owner. */
  readonly restore_room: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Room;
  };
  /** Join an open room; again has no effect. */
  readonly join_room: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Room;
  };
  /** Leave; a last owner names a successor. */
  readonly leave_room: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: LeaveRoom;
    readonly answer: undefined;
  };
  /** Who belongs to it. */
  readonly list_room_members: {
    readonly path: { readonly room: string | number; };
    readonly query: FindMembers;
    readonly body: undefined;
    readonly answer: RoomMemberPage;
  };
  /** Give a role, as owner. */
  readonly set_role: {
    readonly path: { readonly room: string | number; readonly member: string | number; };
    readonly query: undefined;
    readonly body: SetRole;
    readonly answer: RoomMember;
  };
  /** Remove a member, as host or owner. */
  readonly remove_member: {
    readonly path: { readonly room: string | number; readonly member: string | number; };
    readonly query: undefined;
    readonly body: Reason;
    readonly answer: undefined;
  };
  /** Who is banned, for hosts and owners. */
  readonly list_room_bans: {
    readonly path: { readonly room: string | number; };
    readonly query: Page;
    readonly body: undefined;
    readonly answer: RoomBanPage;
  };
  /** Remove a member and shut them out, as host or owner. */
  readonly ban_member: {
    readonly path: { readonly room: string | number; readonly member: string | number; };
    readonly query: undefined;
    readonly body: Reason;
    readonly answer: undefined;
  };
  /** Lift a ban. */
  readonly unban_member: {
    readonly path: { readonly room: string | number; readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Ask the hosts of a room on request to be let in. */
  readonly ask_to_join: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: AskToJoin;
    readonly answer: Room;
  };
  /** Who asks to be let in, for hosts and owners. */
  readonly list_join_requests: {
    readonly path: { readonly room: string | number; };
    readonly query: Page;
    readonly body: undefined;
    readonly answer: JoinRequestPage;
  };
  /** Ask no longer. */
  readonly withdraw_join_request: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Let one in who asked, as host or owner. */
  readonly admit_member: {
    readonly path: { readonly room: string | number; readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: RoomMember;
  };
  /** Refuse one who asked, as host or owner. */
  readonly refuse_join_request: {
    readonly path: { readonly room: string | number; readonly member: string | number; };
    readonly query: undefined;
    readonly body: RefuseJoinRequest;
    readonly answer: undefined;
  };
  /** What an invitation is for. */
  readonly look_at_invitation: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: InvitationCode;
    readonly answer: ShownInvitation;
  };
  /** Join the room that one is invited into. */
  readonly accept_invitation: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: InvitationCode;
    readonly answer: AcceptedInvitation;
  };
  /** Invite into a room, as host or owner. */
  readonly make_room_invitation: {
    readonly path: { readonly room: string | number; };
    readonly query: undefined;
    readonly body: MakeInvitation;
    readonly answer: MadeInvitation;
  };
  /** The invitations into a room, for hosts and owners. */
  readonly list_room_invitations: {
    readonly path: { readonly room: string | number; };
    readonly query: Page;
    readonly body: undefined;
    readonly answer: InvitationPage;
  };
  /** Revoke an invitation into a room, as host or owner. */
  readonly revoke_room_invitation: {
    readonly path: { readonly room: string | number; readonly invitation: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Invite into the community. */
  readonly make_invitation: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: MakeInvitation;
    readonly answer: MadeInvitation;
  };
  /** The invitations into the community. */
  readonly list_invitations: {
    readonly path: undefined;
    readonly query: Page;
    readonly body: undefined;
    readonly answer: InvitationPage;
  };
  /** Revoke an invitation into the community. */
  readonly revoke_invitation: {
    readonly path: { readonly invitation: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Write a message. */
  readonly write_message: {
    readonly path: { readonly stream: string | number; };
    readonly query: undefined;
    readonly body: WriteMessage;
    readonly answer: Written;
  };
  /** Messages as they now stand. */
  readonly get_history: {
    readonly path: { readonly stream: string | number; };
    readonly query: FindHistory;
    readonly body: undefined;
    readonly answer: MessagePage;
  };
  /** Edit one's message. */
  readonly edit_message: {
    readonly path: { readonly stream: string | number; readonly seq: string | number; };
    readonly query: undefined;
    readonly body: EditMessage;
    readonly answer: Written;
  };
  /** Erase a message. */
  readonly delete_message: {
    readonly path: { readonly stream: string | number; readonly seq: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Written;
  };
  /** React. */
  readonly add_reaction: {
    readonly path: { readonly stream: string | number; readonly seq: string | number; readonly emoji: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Written;
  };
  /** Take a reaction back. */
  readonly remove_reaction: {
    readonly path: { readonly stream: string | number; readonly seq: string | number; readonly emoji: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Written;
  };
  /** Pin, as host or owner. */
  readonly pin_message: {
    readonly path: { readonly stream: string | number; readonly seq: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Written;
  };
  /** Unpin. */
  readonly unpin_message: {
    readonly path: { readonly stream: string | number; readonly seq: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Written;
  };
  /** The pinned messages. */
  readonly list_pins: {
    readonly path: { readonly stream: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: PinList;
  };
  /** The events after a seq. */
  readonly list_events: {
    readonly path: { readonly stream: string | number; };
    readonly query: FindEvents;
    readonly body: undefined;
    readonly answer: EventPage;
  };
  /** Say how far one has read. */
  readonly mark_read: {
    readonly path: { readonly stream: string | number; };
    readonly query: undefined;
    readonly body: SetRead;
    readonly answer: ReadMarker;
  };
  /** Mark all one's rooms and direct channels as read. */
  readonly mark_all_read: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Say that one is writing. */
  readonly show_typing: {
    readonly path: { readonly stream: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** One's direct channels, the one written in last first. */
  readonly list_direct_channels: {
    readonly path: undefined;
    readonly query: FindDirectChannels;
    readonly body: undefined;
    readonly answer: DirectChannelPage;
  };
  /** A direct channel. */
  readonly get_direct_channel: {
    readonly path: { readonly channel: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: DirectChannel;
  };
  /** Hide it until the other writes again. */
  readonly hide_direct_channel: {
    readonly path: { readonly channel: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Hide it no longer. */
  readonly show_direct_channel: {
    readonly path: { readonly channel: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** All of it as one has it, part by part. */
  readonly export_direct_channel: {
    readonly path: { readonly channel: string | number; };
    readonly query: ExportDirectChannel;
    readonly body: undefined;
    readonly answer: DirectChannelExport;
  };
  /** Ask a member for a personal connection. */
  readonly ask_to_connect: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: AskToConnect;
    readonly answer: AskedToConnect;
  };
  /** One's own requests that are pending. */
  readonly list_sent_requests: {
    readonly path: undefined;
    readonly query: Page;
    readonly body: undefined;
    readonly answer: SentRequestPage;
  };
  /** The requests that one may accept. */
  readonly list_received_requests: {
    readonly path: undefined;
    readonly query: FindReceivedRequests;
    readonly body: undefined;
    readonly answer: ReceivedRequestPage;
  };
  /** Accept a request; again has no effect. */
  readonly accept_request: {
    readonly path: { readonly request: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: PersonalConnection;
  };
  /** Say not now; the sender is not told. */
  readonly put_off_request: {
    readonly path: { readonly request: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Decline it, and the next ones of its sender; the sender is not told. */
  readonly decline_request: {
    readonly path: { readonly request: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Take one's request back. */
  readonly withdraw_request: {
    readonly path: { readonly request: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** With whom one is connected, by name. */
  readonly list_personal_connections: {
    readonly path: undefined;
    readonly query: FindPersonalConnections;
    readonly body: undefined;
    readonly answer: PersonalConnectionPage;
  };
  /** End a personal connection; again has no effect. */
  readonly end_personal_connection: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** How one may be approached. */
  readonly get_people_settings: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: PeopleSettings;
  };
  /** Change how one may be. */
  readonly edit_people_settings: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: EditPeopleSettings;
    readonly answer: PeopleSettings;
  };
  /** Whom one has blocked, the latest first. */
  readonly list_blocks: {
    readonly path: undefined;
    readonly query: Page;
    readonly body: undefined;
    readonly answer: BlockPage;
  };
  /** Block a member; again has no effect. */
  readonly block_member: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Block them no longer. */
  readonly unblock_member: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** One's open contact codes. */
  readonly list_contact_codes: {
    readonly path: undefined;
    readonly query: Page;
    readonly body: undefined;
    readonly answer: ContactCodePage;
  };
  /** Make a contact code. */
  readonly make_contact_code: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: MakeContactCode;
    readonly answer: MadeContactCode;
  };
  /** Whose a contact code is. */
  readonly look_at_contact_code: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: LookAtContactCode;
    readonly answer: ShownContactCode;
  };
  /** Revoke a contact code; requests that came by it stay. */
  readonly revoke_contact_code: {
    readonly path: { readonly contact_code: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Show a request to the owners of the community. */
  readonly make_report: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: MakeReport;
    readonly answer: undefined;
  };
  /** What members have reported, the latest first. */
  readonly list_reports: {
    readonly path: undefined;
    readonly query: Page;
    readonly body: undefined;
    readonly answer: ReportPage;
  };
  /** Say that it was looked at. */
  readonly close_report: {
    readonly path: { readonly report: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** What one shares with whom one is connected. */
  readonly get_tie: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: Tie;
  };
  /** Write one's private note. */
  readonly set_note: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: SetNote;
    readonly answer: undefined;
  };
  /** Introduce two with whom one is connected. */
  readonly introduce: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: Introduce;
    readonly answer: MadeIntroduction;
  };
  /** The open introductions that concern one. */
  readonly list_introductions: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: IntroductionList;
  };
  /** Accept an introduction. */
  readonly accept_introduction: {
    readonly path: { readonly introduction: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Decline an introduction; nobody is told. */
  readonly decline_introduction: {
    readonly path: { readonly introduction: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Take one's own introduction back. */
  readonly withdraw_introduction: {
    readonly path: { readonly introduction: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Whom one might know better. */
  readonly list_suggestions: {
    readonly path: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: SuggestionList;
  };
  /** Have somebody suggested no longer. */
  readonly dismiss_suggestion: {
    readonly path: { readonly member: string | number; };
    readonly query: undefined;
    readonly body: undefined;
    readonly answer: undefined;
  };
}
