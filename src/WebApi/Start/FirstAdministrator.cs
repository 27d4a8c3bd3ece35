using Mediator;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure;
using RealTimeForum.WebApi.Http;
using Serilog;

namespace RealTimeForum.WebApi.Start;

/// <summary>While there is no administrator: makes the account named under <c>Forum:Admin</c>, or prints a link with which the first one signs up.</summary>
internal static class FirstAdministrator
{
    public static async Task EnsureAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        if ((await sender.Send(new HasAdministrator())).Value) return;
        if (app.Services.GetRequiredService<IOptions<ForumOptions>>().Value.Admin is { } admin) await MakeAsync(sender, admin);
        else app.Services.GetRequiredService<SetupLink>().Print(app.Urls.FirstOrDefault() ?? "");
    }

    private static async Task MakeAsync(ISender sender, AdminOptions admin)
    {
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
