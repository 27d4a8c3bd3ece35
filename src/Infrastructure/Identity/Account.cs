using Microsoft.AspNetCore.Identity;

namespace RealTimeForum.Infrastructure.Identity;

/// <summary>A user's credentials as ASP.NET Core Identity keeps them; has the user's id.</summary>
public sealed class Account : IdentityUser<Guid>;
