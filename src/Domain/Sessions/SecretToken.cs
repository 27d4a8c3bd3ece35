using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RealTimeForum.Domain.Sessions;

/// <summary>256 random bits as 43 letters; only its SHA-256 is ever stored, and it never prints itself.</summary>
public sealed class SecretToken
{
    private SecretToken(string text) => Text = text;

    public string Text { get; }

    public byte[] Hash => HashOf(Text);

    public static SecretToken New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public static byte[] HashOf(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[256];
        return text.Length <= 64 ? SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)]) : SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    public override string ToString() => "***";
}
