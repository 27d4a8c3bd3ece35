using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Tests.Chats;

public sealed class ChatTests
{
    private static readonly UserId Ann = UserId.New(), Bob = UserId.New(), Cleo = UserId.New();
    private static readonly Emoji Thumb = Emoji.Parse("👍").Value;

    private static MessageContent Text(string text = "hi") => MessageContent.Parse(text).Value;

    private static (Chat Chat, Member Ann, Member Bob) Private() => Chat.StartPrivate(Ann, Bob, Some.Now);

    private static (Chat Chat, Member Ann, Member Bob) Group()
    {
        var (chat, members) = Chat.StartGroup("Friends", Ann, [Bob], Some.Now).Value;
        return (chat, members[0], members[1]);
    }

    [Fact]
    public void A_pair_is_the_same_whoever_starts() => PairKey.Of(Ann, Bob).Should().Be(PairKey.Of(Bob, Ann));

    [Fact]
    public void Everything_members_see_takes_the_next_number_without_gaps()
    {
        var (chat, ann, _) = Group();
        var message = chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);
        chat.Edit(message, Ann, Text("hello"), Some.Now);
        var reaction = chat.React(message, Bob, Thumb, Some.Now);
        chat.TakeBack(reaction, message);
        chat.Join(Cleo, Some.Now);
        chat.Rename(Ann, "Good friends");
        chat.Delete(message, Ann, Some.Now);

        chat.Events.OfType<ILoggedEvent>().Select(logged => logged.Seq).Should().Equal(Enumerable.Range(1, 7).Select(i => (long)i));
        chat.LastSeq.Should().Be(7);
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
        var (group, _, bob) = Group();
        var (pair, _, bobInPair) = Private();

        group.Delete(group.Send(bob, Guid.NewGuid(), Text(), null, Some.Now), Ann, Some.Now).Value.Should().BeTrue();
        pair.Delete(pair.Send(bobInPair, Guid.NewGuid(), Text(), null, Some.Now), Ann, Some.Now).Error.Should().Be(ChatErrors.NotYourMessage);
    }

    [Fact]
    public void A_deleted_message_holds_no_text_and_still_knows_what_was_sent()
    {
        var (chat, ann, _) = Private();
        var message = chat.Send(ann, Guid.NewGuid(), Text("secret"), null, Some.Now);

        chat.Delete(message, Ann, Some.Now);
        chat.Delete(message, Ann, Some.Now).Value.Should().BeFalse();

        (message.Content.Value, message.IsDeleted).Should().Be(("", true));
        message.WasSentAs(chat.Id, Text("secret"), null).Should().BeTrue();
        message.WasSentAs(chat.Id, Text("other"), null).Should().BeFalse();
    }

    [Fact]
    public void A_private_chat_is_not_renamed_joined_left_or_closed()
    {
        var (chat, ann, _) = Private();

        chat.Rename(Ann, "x").Error.Should().Be(ChatErrors.IsPrivate);
        chat.LetMembersInvite(Ann, true).Error.Should().Be(ChatErrors.IsPrivate);
        chat.Join(Cleo, Some.Now).Error.Should().Be(ChatErrors.IsPrivate);
        chat.Remove(ann, Ann, null).Error.Should().Be(ChatErrors.IsPrivate);
        chat.Close(Ann, [Ann, Bob]).Error.Should().Be(ChatErrors.IsPrivate);
        chat.RefusalToInvite(Ann).Should().Be(ChatErrors.IsPrivate);
    }

    [Fact]
    public void A_group_has_a_name_of_1_to_64_characters()
    {
        Chat.StartGroup("", Ann, [], Some.Now).Error.Should().Be(ChatErrors.NameLength);
        Chat.StartGroup(new string('x', 65), Ann, [], Some.Now).Error.Should().Be(ChatErrors.NameLength);
        Chat.StartGroup("x", Ann, [], Some.Now).Value.Chat.MemberCount.Should().Be(1);
    }

    [Fact]
    public void Who_comes_later_has_nothing_unread()
    {
        var (chat, ann, _) = Group();
        chat.Send(ann, Guid.NewGuid(), Text(), null, Some.Now);

        chat.Join(Cleo, Some.Now).Value.ReadSeq.Should().Be(chat.LastSeq);
        chat.MemberCount.Should().Be(3);
    }

    [Fact]
    public void When_the_owner_leaves_the_heir_owns_the_group()
    {
        var (chat, ann, bob) = Group();

        chat.Remove(ann, Ann, heir: bob);

        (chat.OwnerId, chat.MemberCount).Should().Be((Bob, 1));
        chat.Events.OfType<ILoggedEvent>().Should().SatisfyRespectively(left => left.Should().BeOfType<MemberLeft>(), updated => updated.Should().BeOfType<ChatUpdated>());
    }

    [Fact]
    public void When_the_last_one_leaves_the_group_ends()
    {
        var (chat, members) = Chat.StartGroup("Alone", Ann, [], Some.Now).Value;

        chat.Remove(members[0], Ann, heir: null);

        chat.Events.Should().ContainSingle(happened => happened is ChatDeleted);
    }

    [Fact]
    public void Members_remove_themselves_and_the_owner_removes_anybody()
    {
        var (chat, ann, bob) = Group();

        chat.Remove(ann, Bob, heir: bob).Error.Should().Be(ChatErrors.OwnerOnly);
        chat.Remove(bob, Ann, heir: ann).IsSuccess.Should().BeTrue();
        chat.Rename(Bob, "Mine").Error.Should().Be(ChatErrors.OwnerOnly);
        chat.Close(Bob, []).Error.Should().Be(ChatErrors.OwnerOnly);
    }

    [Fact]
    public void An_invite_is_open_until_it_expires_is_used_up_or_revoked()
    {
        var (chat, _, _) = Group();
        var invite = Invite.To(chat, Ann, expiresInHours: 1, maxUses: 2, Some.Now).Value;

        invite.IsOpen(Some.Now.AddMinutes(59)).Should().BeTrue();
        invite.IsOpen(Some.Now.AddHours(1)).Should().BeFalse();
        invite.Use();
        invite.IsOpen(Some.Now).Should().BeTrue();
        invite.Use();
        invite.IsOpen(Some.Now).Should().BeFalse();

        var endless = Invite.To(chat, Bob, null, null, Some.Now).Value;
        endless.IsOpen(Some.Now.AddYears(9)).Should().BeTrue();
        endless.Revoke(chat, Cleo).Error.Should().Be(ChatErrors.OwnerOnly);
        endless.Revoke(chat, Ann).IsSuccess.Should().BeTrue();
        endless.IsOpen(Some.Now).Should().BeFalse();
    }

    [Fact]
    public void Codes_are_22_letters_and_never_the_same()
    {
        var (chat, _, _) = Group();
        var codes = Enumerable.Range(0, 100).Select(_ => Invite.To(chat, Ann, null, null, Some.Now).Value.Code).ToList();

        codes.Should().OnlyHaveUniqueItems().And.OnlyContain(code => code.Length == 22);
    }

    [Fact]
    public void Where_members_may_not_invite_the_owner_still_may()
    {
        var (chat, _, _) = Group();
        chat.LetMembersInvite(Ann, allowed: false);

        Invite.To(chat, Bob, null, null, Some.Now).Error.Should().Be(ChatErrors.InvitingNotAllowed);
        Invite.To(chat, Ann, null, null, Some.Now).IsSuccess.Should().BeTrue();
    }
}
