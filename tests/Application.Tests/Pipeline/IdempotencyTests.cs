using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Tests.Pipeline;

public sealed class IdempotencyTests
{
    private readonly Dictionary<(UserId, string), (byte[] Fingerprint, Guid ThingId)> _kept = [];
    private readonly IIdempotencyKeys _keys = Substitute.For<IIdempotencyKeys>();
    private readonly IActor _actor = Substitute.For<IActor>();

    public IdempotencyTests()
    {
        _actor.UserId.Returns(UserId.New());
        _keys.FindAsync(default, "", default).ReturnsForAnyArgs(call =>
            ValueTask.FromResult<(byte[], Guid)?>(_kept.TryGetValue((call.Arg<UserId>(), call.Arg<string>()), out var found) ? found : null));
        _keys.WhenForAnyArgs(keys => keys.Add(default, "", [], default)).Do(call =>
            _kept.Add((call.Arg<UserId>(), call.Arg<string>()), (call.Arg<byte[]>(), call.Arg<Guid>())));
    }

    public sealed record Make(string? IdempotencyKey, string Fingerprint) : ICreate;

    public sealed record MakeOther(string? IdempotencyKey, string Fingerprint) : ICreate;

    [Fact]
    public async Task The_same_key_and_body_answer_the_first_thing()
    {
        var first = await SendAsync(new Make("key", "body"));
        var second = await SendAsync(new Make("key", "body"));

        second.Value.Should().Be(first.Value);
        _kept.Should().ContainSingle();
    }

    [Fact]
    public async Task Without_a_key_every_request_makes_a_thing() =>
        (await SendAsync(new Make(null, "body"))).Value.Id.Should().NotBe((await SendAsync(new Make("", "body"))).Value.Id);

    [Fact]
    public async Task The_key_with_another_body_is_refused()
    {
        await SendAsync(new Make("key", "body"));

        (await SendAsync(new Make("key", "other"))).Error.Should().Be(CommonErrors.IdempotencyKeyReused);
    }

    [Fact]
    public async Task The_key_for_another_kind_of_thing_is_refused()
    {
        await SendAsync(new Make("key", "body"));

        (await SendAsync(new MakeOther("key", "body"))).Error.Should().Be(CommonErrors.IdempotencyKeyReused);
    }

    [Fact]
    public async Task Another_person_has_keys_of_their_own()
    {
        var first = await SendAsync(new Make("key", "body"));
        _actor.UserId.Returns(UserId.New());

        (await SendAsync(new Make("key", "body"))).Value.Id.Should().NotBe(first.Value.Id);
    }

    [Fact]
    public async Task A_refusal_leaves_the_key_free()
    {
        (await SendAsync(new Make("key", "body"), CommonErrors.Busy)).Error.Should().Be(CommonErrors.Busy);

        _kept.Should().BeEmpty();
        (await SendAsync(new Make("key", "body"))).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public async Task A_key_has_at_most_255_characters() =>
        (await SendAsync(new Make(new string('k', 256), "body"))).Error!.Fields.Should().ContainKey("Idempotency-Key");

    private ValueTask<Result<Created>> SendAsync<T>(T command, Error? refusal = null)
        where T : ICreate =>
        new IdempotencyBehavior<T, Result<Created>>(_keys, _actor).Handle(
            command, (_, _) => ValueTask.FromResult(refusal is null ? new Created(Guid.NewGuid()) : Result<Created>.Failed(refusal)), CancellationToken.None);
}
