using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Tests.Pipeline;

public sealed class ValidationTests
{
    public sealed record Say(string Text, int Count) : ICommand<Result<Done>>;

    private sealed class SayValidator : AbstractValidator<Say>
    {
        public SayValidator()
        {
            RuleFor(say => say.Text).NotEmpty().WithMessage("Say it.").MinimumLength(2).WithMessage("Say more.");
            RuleFor(say => say.Count).GreaterThan(0).WithMessage("How often?");
        }
    }

    [Fact]
    public async Task What_is_valid_goes_on() => (await ValidateAsync(new Say("yes", 1))).Should().Be((true, null));

    [Fact]
    public async Task What_is_not_comes_back_with_every_fields_messages_and_goes_no_further()
    {
        var (wasHandled, error) = await ValidateAsync(new Say("", 0));

        wasHandled.Should().BeFalse();
        error!.Kind.Should().Be(ErrorKind.Invalid);
        error.Fields["text"].Should().Equal("Say it.", "Say more.");
        error.Fields["count"].Should().Equal("How often?");
    }

    [Theory]
    [InlineData("Text", "text")]
    [InlineData("MemberIds[2]", "memberIds[2]")]
    [InlineData("Person.FirstName", "person.firstName")]
    [InlineData("", "")]
    public void Fields_are_named_as_requests_spell_them(string path, string name) => Fields.NameOf(path).Should().Be(name);

    private static async Task<(bool WasHandled, Error? Error)> ValidateAsync(Say say)
    {
        var wasHandled = false;
        var result = await new ValidationBehavior<Say, Result<Done>>([new SayValidator()]).Handle(
            say,
            (_, _) =>
            {
                wasHandled = true;
                return ValueTask.FromResult<Result<Done>>(Done.Instance);
            },
            CancellationToken.None);
        return (wasHandled, result.Error);
    }
}
