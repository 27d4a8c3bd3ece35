namespace RealTimeForum.Faults.Tests.Storage;

/// <summary>Many ways to damage the files of a database; each number is always the same one.</summary>
public static class Damage
{
    private const int Page = 4096;

    /// <returns>What was done.</returns>
    public static string Do(int variant, string folder)
    {
        var random = new Random(variant);
        var (database, log) = (Path.Combine(folder, "forum.db"), Path.Combine(folder, "forum.db-wal"));
        var bytes = File.ReadAllBytes(database);
        var pages = bytes.Length / Page;
        string done;
        switch (variant % 8)
        {
            case 0:
                var few = random.Next(1, 64);
                for (var i = 0; i < few; i++) bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
                done = $"{few} bytes changed";
                break;
            case 1:
                var emptied = random.Next(pages);
                Array.Clear(bytes, emptied * Page, Page);
                done = $"page {emptied} emptied";
                break;
            case 2:
                var garbled = random.Next(pages);
                random.NextBytes(bytes.AsSpan(garbled * Page, Page));
                done = $"page {garbled} garbled";
                break;
            case 3:
                Array.Resize(ref bytes, random.Next(1, bytes.Length));
                done = $"cut off after {bytes.Length} bytes";
                break;
            case 4:
                var at = random.Next(100);
                bytes[at] ^= (byte)random.Next(1, 256);
                done = $"byte {at} of the header changed";
                break;
            case 5:
                var (one, other) = (random.Next(pages), random.Next(pages));
                var kept = bytes.AsSpan(one * Page, Page).ToArray();
                bytes.AsSpan(other * Page, Page).CopyTo(bytes.AsSpan(one * Page));
                kept.CopyTo(bytes.AsSpan(other * Page));
                done = $"pages {one} and {other} swapped";
                break;
            case 6:
                var waiting = File.ReadAllBytes(log);
                for (var i = random.Next(1, 64); i > 0; i--) waiting[random.Next(waiting.Length)] ^= (byte)random.Next(1, 256);
                File.WriteAllBytes(log, waiting);
                return "bytes of the log changed";
            default:
                var from = random.Next(pages);
                var many = random.Next(1, pages - from + 1);
                random.NextBytes(bytes.AsSpan(from * Page, many * Page));
                done = $"{many} pages from {from} on garbled";
                break;
        }
        File.WriteAllBytes(database, bytes);
        return done;
    }
}
