using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Tests.Chats;

public sealed class ChatTests
{
    private static readonly UserId Ann = UserId.New(), Bob = UserId.New(), Cleo = UserId.New();
    private static readonly Emoji Thumb = Emoji.Parse("👍").Value;

    private static MessageContent Text(string text = "hi") => MessageContent.Parse(text).Value;

    private static Client Of(UserId user) => new(user, Some.Now);

    private static (Chat Chat, Member Ann, Member Bob) Private(bool isRequest = false) => Chat.StartPrivate(Of(Ann), Of(Bob), isRequest, Some.Now);

    private static (Chat Chat, Member Ann, Member Bob) Group()
    {
        var (chat, members) = Chat.StartGroup("Friends", Of(Ann), [Of(Bob)], Some.Now).Value;
        return (chat, members[0], members[1]);
    }

    [Fact]
    public void A_pair_is_the_same_whoever_starts() => PairKey.Of(Ann, Bob).Should().Be(PairKey.Of(Bob, Ann));

    [Fact]
    public void Everything_members_see_takes_the_next_number_without_gaps()
    {
        var (chat, ann, bob) = Group();
        var message = chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        chat.Edit(message, Ann, Text("hello"), Some.Now);
        var reaction = chat.React(message, bob, Thumb, Some.Now);
        chat.TakeBack(reaction, message);
        chat.Join(Of(Cleo), Some.Now);
        chat.Rename(ann, "Good friends");
        chat.Set(ann, membersCanInvite: false, newcomersSeeHistory: null);
        chat.SetAdmin(bob, Ann, isAdmin: true);
        chat.Pin(message, bob, isPinned: true, Some.Now);
        chat.HandOver(bob, Ann);
        chat.Delete(message, ann, Some.Now);

        chat.Events.OfType<ILoggedEvent>().Select(logged => logged.Seq).Should().Equal(Enumerable.Range(1, 11).Select(i => (long)i));
        chat.LastSeq.Should().Be(11);
        message.Seq.Should().Be(1);
    }

    [Fact]
    public void Sending_reads_everything_before_it()
    {
        var (chat, ann, bob) = Private();
        chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        chat.Send(bob, Guid.NewGuid(), Text(), null, Some.Now);

        (bob.ReadSeq, bob.DeliveredSeq, ann.ReadSeq).Should().Be((2L, 2L, 1L));
    }

    [Fact]
    public void Marks_only_move_forward_and_not_past_the_end()
    {
        var (chat, ann, bob) = Private();
        for (var i = 0; i < 3; i++) chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);

        chat.Mark(bob, delivered: 2, read: 0);
        (bob.DeliveredSeq, bob.ReadSeq).Should().Be((2L, 0L));
        chat.Mark(bob, delivered: 1, read: 1);
        (bob.DeliveredSeq, bob.ReadSeq).Should().Be((2L, 1L));
        chat.Mark(bob, delivered: 0, read: 99);
        (bob.DeliveredSeq, bob.ReadSeq).Should().Be((3L, 3L));
        chat.ClearEvents();
        chat.Mark(bob, delivered: 1, read: 1);
        chat.Events.Should().BeEmpty();
    }

    [Fact]
    public void Only_its_sender_edits_a_message_and_the_same_text_is_no_event()
    {
        var (chat, ann, _) = Private();
        var message = chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);

        chat.Edit(message, Bob, Text("x"), Some.Now).Error.Should().Be(ChatErrors.NotYourMessage);
        chat.Edit(message, Ann, Text(), Some.Now).Value.Should().BeNull();
        chat.Edit(message, Ann, Text("x"), Some.Now).Value!.Content.Should().Be(Text());
        chat.LastSeq.Should().Be(2);
    }

    [Fact]
    public void A_groups_owner_deletes_others_messages_and_nobody_does_in_private()
    {
        var (group, ann, bob) = Group();
        var (pair, annInPair, bobInPair) = Private();

        group.Delete(group.Send(bob, Guid.NewGuid(), Text(), null, Some.Now), ann, Some.Now).Value.Should().BeTrue();
        pair.Delete(pair.Send(bobInPair, Guid.NewGuid(), Text(), null, Some.Now), annInPair, Some.Now).Error.Should().Be(ChatErrors.NotYourMessage);
    }

    [Fact]
    public void A_deleted_message_holds_no_text_and_still_knows_what_was_sent()
    {
        var (chat, ann, _) = Private();
        var message = chat.Send(ann, Guid.NewGuid(), Text("secret"), null, Some.Now);

        chat.Delete(message, ann, Some.Now);
        chat.Delete(message, ann, Some.Now).Value.Should().BeFalse();

        (message.Content.Value, message.IsDeleted).Should().Be(("", true));
        message.WasSentAs(chat.Id, Text("secret"), null).Should().BeTrue();
        message.WasSentAs(chat.Id, Text("other"), null).Should().BeFalse();
    }

    [Fact]
    public void A_private_chat_is_not_renamed_joined_left_or_closed()
    {
        var (chat, ann, _) = Private();

        chat.Rename(ann, "x").Error.Should().Be(ChatErrors.IsPrivate);
        chat.Set(ann, true, true).Error.Should().Be(ChatErrors.IsPrivate);
        chat.Join(Of(Cleo), Some.Now).Error.Should().Be(ChatErrors.IsPrivate);
        chat.Remove(ann, ann, null).Error.Should().Be(ChatErrors.IsPrivate);
        chat.Close(Ann, [Ann, Bob]).Error.Should().Be(ChatErrors.IsPrivate);
        chat.RefusalToInvite(ann).Should().Be(ChatErrors.IsPrivate);
    }

    [Fact]
    public void A_group_has_a_name_of_1_to_64_characters()
    {
        Chat.StartGroup("", Of(Ann), [], Some.Now).Error.Should().Be(ChatErrors.NameLength);
        Chat.StartGroup(new string('x', 65), Of(Ann), [], Some.Now).Error.Should().Be(ChatErrors.NameLength);
        Chat.StartGroup("x", Of(Ann), [], Some.Now).Value.Chat.MemberCount.Should().Be(1);
    }

    [Fact]
    public void Who_comes_later_has_nothing_unread()
    {
        var (chat, ann, _) = Group();
        chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);

        chat.Join(Of(Cleo), Some.Now).Value.ReadSeq.Should().Be(chat.LastSeq);
        chat.MemberCount.Should().Be(3);
    }

    [Fact]
    public void When_the_owner_leaves_the_heir_owns_the_group()
    {
        var (chat, ann, bob) = Group();

        chat.Remove(ann, ann, heir: bob);

        (chat.OwnerId, chat.MemberCount).Should().Be((Bob, 1));
        chat.Events.OfType<ILoggedEvent>().Should().SatisfyRespectively(left => left.Should().BeOfType<MemberLeft>(), updated => updated.Should().BeOfType<ChatUpdated>());
    }

    [Fact]
    public void When_the_last_one_leaves_the_group_ends()
    {
        var (chat, members) = Chat.StartGroup("Alone", Of(Ann), [], Some.Now).Value;

        chat.Remove(members[0], members[0], heir: null);

        chat.Events.Should().ContainSingle(happened => happened is ChatDeleted);
    }

    [Fact]
    public void Members_remove_themselves_and_the_owner_removes_anybody()
    {
        var (chat, ann, bob) = Group();

        chat.Remove(ann, bob, heir: bob).Error.Should().Be(ChatErrors.ManagersOnly);
        chat.Remove(bob, ann, heir: ann).IsSuccess.Should().BeTrue();
        chat.Rename(bob, "Mine").Error.Should().Be(ChatErrors.ManagersOnly);
        chat.Close(Bob, []).Error.Should().Be(ChatErrors.OwnerOnly);
    }

    [Fact]
    public void An_invite_is_open_until_it_expires_is_used_up_or_revoked()
    {
        var (chat, ann, bob) = Group();
        var invite = Invite.To(chat, ann, expiresInHours: 1, maxUses: 2, Some.Now).Value;

        invite.IsOpen(Some.Now.AddMinutes(59)).Should().BeTrue();
        invite.IsOpen(Some.Now.AddHours(1)).Should().BeFalse();
        invite.Use();
        invite.IsOpen(Some.Now).Should().BeTrue();
        invite.Use();
        invite.IsOpen(Some.Now).Should().BeFalse();

        var endless = Invite.To(chat, bob, null, null, Some.Now).Value;
        endless.IsOpen(Some.Now.AddYears(9)).Should().BeTrue();
        endless.Revoke(chat, chat.Join(Of(Cleo), Some.Now).Value).Error.Should().Be(ChatErrors.ManagersOnly);
        endless.Revoke(chat, ann).IsSuccess.Should().BeTrue();
        endless.IsOpen(Some.Now).Should().BeFalse();
    }

    [Fact]
    public void Codes_are_22_letters_and_never_the_same()
    {
        var (chat, ann, _) = Group();
        var codes = Enumerable.Range(0, 100).Select(_ => Invite.To(chat, ann, null, null, Some.Now).Value.Code).ToList();

        codes.Should().OnlyHaveUniqueItems().And.OnlyContain(code => code.Length == 22);
    }

    [Fact]
    public void Where_members_may_not_invite_the_owner_still_may()
    {
        var (chat, ann, bob) = Group();
        chat.Set(ann, membersCanInvite: false, newcomersSeeHistory: null);

        Invite.To(chat, bob, null, null, Some.Now).Error.Should().Be(ChatErrors.InvitingNotAllowed);
        Invite.To(chat, ann, null, null, Some.Now).IsSuccess.Should().BeTrue();
        chat.SetAdmin(bob, Ann, isAdmin: true);
        Invite.To(chat, bob, null, null, Some.Now).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public void An_administrator_manages_the_group_but_not_its_owner_nor_who_else_manages_it()
    {
        var (chat, ann, bob) = Group();
        var cleo = chat.Join(Of(Cleo), Some.Now).Value;
        var message = chat.Send(cleo, Guid.NewGuid(), Text(), null, Some.Now);
        chat.SetAdmin(bob, Bob, isAdmin: true).Error.Should().Be(ChatErrors.OwnerOnly);
        chat.SetAdmin(bob, Ann, isAdmin: true).Value.Should().BeTrue();
        chat.SetAdmin(bob, Ann, isAdmin: true).Value.Should().BeFalse();

        chat.Rename(bob, "Ours").Value.Should().BeTrue();
        chat.Delete(message, bob, Some.Now).Value.Should().BeTrue();
        chat.Remove(ann, bob, heir: bob).Error.Should().Be(ChatErrors.OwnerOnly);
        chat.SetAdmin(cleo, Ann, isAdmin: true);
        chat.Remove(cleo, bob, heir: ann).Error.Should().Be(ChatErrors.OwnerOnly);
        chat.SetAdmin(cleo, Ann, isAdmin: false);
        chat.Remove(cleo, bob, heir: ann).IsSuccess.Should().BeTrue();
        chat.Close(Bob, []).Error.Should().Be(ChatErrors.OwnerOnly);
    }

    [Fact]
    public void A_group_is_handed_over_by_its_owner()
    {
        var (chat, ann, bob) = Group();
        chat.HandOver(ann, Bob).Error.Should().Be(ChatErrors.OwnerOnly);
        chat.HandOver(bob, Ann).Value.Should().BeTrue();
        chat.OwnerId.Should().Be(Bob);
        chat.Rename(ann, "x").Error.Should().Be(ChatErrors.ManagersOnly);
    }

    [Fact]
    public void Pins_are_the_managers_matter_in_a_group_and_both_peoples_in_private()
    {
        var (group, ann, bob) = Group();
        var said = group.Send(bob, Guid.NewGuid(), Text(), null, Some.Now);
        group.Pin(said, bob, isPinned: true, Some.Now).Error.Should().Be(ChatErrors.ManagersOnly);
        group.Pin(said, ann, isPinned: true, Some.Now).Value.Should().BeTrue();
        group.Pin(said, ann, isPinned: true, Some.Now).Value.Should().BeFalse();
        (group.PinCount, said.IsPinned).Should().Be((1, true));
        group.Delete(said, ann, Some.Now);
        (group.PinCount, said.IsPinned).Should().Be((0, false));
        group.Pin(said, ann, isPinned: true, Some.Now).Error.Should().Be(ChatErrors.MessageNotFound);

        var (pair, annInPair, bobInPair) = Private();
        for (var i = 0; i < Chat.MaxPins; i++) pair.Pin(pair.Send(annInPair, Guid.NewGuid(), Text(), null, Some.Now), bobInPair, isPinned: true, Some.Now).Value.Should().BeTrue();
        var last = pair.Send(annInPair, Guid.NewGuid(), Text(), null, Some.Now);
        pair.Pin(last, annInPair, isPinned: true, Some.Now).Error.Should().Be(ChatErrors.TooManyPins);
    }

    [Fact]
    public void A_newcomers_history_begins_with_them_where_the_group_says_so()
    {
        var (chat, ann, _) = Group();
        var before = chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        chat.Set(ann, membersCanInvite: null, newcomersSeeHistory: false);
        var cleo = chat.Join(Of(Cleo), Some.Now).Value;
        var after = chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);

        (cleo.Sees(before.Seq), cleo.Sees(after.Seq), ann.Sees(before.Seq)).Should().Be((false, true, true));
    }

    [Fact]
    public void Who_hides_how_far_they_read_shows_only_what_arrived()
    {
        var (chat, ann, bob) = Private();
        chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        chat.Mark(bob, delivered: 1, read: 1);
        bob.HideReads(true);
        chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        chat.Mark(bob, delivered: 2, read: 2);
        (bob.ReadSeq, bob.ShownReadSeq, bob.ShownDeliveredSeq).Should().Be((2L, 1L, 2L));
        bob.HideReads(false);
        chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        chat.Mark(bob, delivered: 3, read: 3);
        bob.ShownReadSeq.Should().Be(3);
    }

    [Fact]
    public void Until_a_request_is_accepted_the_one_who_asked_learns_nothing()
    {
        var (chat, ann, bob) = Private(isRequest: true);
        chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        chat.ClearEvents();
        chat.Mark(bob, delivered: 1, read: 1);
        (bob.ReadSeq, bob.ShownReadSeq, bob.ShownDeliveredSeq).Should().Be((1L, 0L, 0L));
        chat.Events.OfType<MarksMoved>().Should().ContainSingle().Which.Shown.Should().BeNull();

        chat.Accept(ann).Should().BeFalse();
        chat.Accept(bob).Should().BeTrue();
        (chat.RequestTo, bob.ShownReadSeq).Should().Be((null, 1L));
        chat.Accept(bob).Should().BeFalse();
    }

    [Fact]
    public void A_refusal_is_no_event_in_the_log_and_an_answer_takes_it_back()
    {
        var (chat, ann, bob) = Private(isRequest: true);
        chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        var before = chat.LastSeq;
        chat.Refuse(ann).Error.Should().Be(ChatErrors.NoRequest);
        chat.Refuse(bob).IsSuccess.Should().BeTrue();
        (chat.LastSeq, bob.IsGone).Should().Be((before, true));

        chat.Send(bob, Guid.NewGuid(), Text(), null, Some.Now);
        (chat.RequestTo, bob.IsGone).Should().Be((null, false));
    }
}
