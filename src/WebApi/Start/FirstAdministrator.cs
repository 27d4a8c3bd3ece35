using Mediator;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure;
using Serilog;

namespace RealTimeForum.WebApi.Start;

/// <summary>Makes the account named under <c>Forum:Admin</c> while there is no administrator.</summary>
internal static class FirstAdministrator
{
    public static async Task EnsureAsync(IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<ForumOptions>>().Value.Admin is not { } admin) return;
        await using var scope = services.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        if ((await sender.Send(new HasAdministrator())).Value) return;
        var signUp = new SignUp(admin.Nickname, admin.Email, admin.Password, "Forum", "Administrator", PersonalDetails.MaxAge, Gender.Unspecified, new SignInOrigin("", "setup")) { Role = Role.Admin };
        var result = await sender.Send(signUp);
        if (result.Error is { } error)
        {
            var fields = string.Join("; ", error.Fields.Select(field => $"Forum:Admin:{field.Key}: {string.Join(' ', field.Value)}"));
            Log.Error("The first administrator could not be made: {Reason}", fields.Length > 0 ? fields : error.Message);
        }
        else
        {
            Log.Information("{Nickname} is the first administrator", admin.Nickname);
        }
    }
}
