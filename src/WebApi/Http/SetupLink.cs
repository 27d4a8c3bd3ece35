using System.Security.Cryptography;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;

namespace RealTimeForum.WebApi.Http;

/// <summary>The one-time way to the first administrator's account: whoever reads the console holds the key. It lasts until it is used or the program ends.</summary>
internal sealed class SetupLink
{
    private static readonly Error Wrong = new("setup.link_invalid", "This set-up link is not valid (any more).", ErrorKind.Forbidden);

    private readonly Lock _gate = new();
    private byte[]? _hash;

    public void Print(string address)
    {
        var token = SecretToken.New();
        lock (_gate) _hash = token.Hash;
        // Not through the log: it is a secret, and it is for whoever sits at the console, whatever the log's level.
        Console.WriteLine($"There is no administrator yet. The first one signs up here, once: {address}/sign-up?setup={token.Text}");
    }

    /// <summary>Takes the link away from everybody else while it is used; a refusal of <paramref name="use"/> gives it back.</summary>
    public async ValueTask<Result<T>> UseAsync<T>(string token, Func<ValueTask<Result<T>>> use)
    {
        byte[]? taken;
        lock (_gate)
        {
            if (_hash is null || !CryptographicOperations.FixedTimeEquals(_hash, SecretToken.HashOf(token))) return Wrong;
            (taken, _hash) = (_hash, null);
        }
        var result = await use();
        if (result.Error is not null)
        {
            lock (_gate) _hash = taken;
        }
        return result;
    }
}
