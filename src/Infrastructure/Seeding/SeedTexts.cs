namespace RealTimeForum.Infrastructure.Seeding;

/// <summary>Texts in two languages, the same for the same number in every run.</summary>
internal static class SeedTexts
{
    private static readonly string[] English =
        ["the", "forum", "message", "runs", "while", "people", "write", "about", "small", "servers", "and", "their", "gardens", "music", "weekend", "books", "tools", "that", "last", "quietly"];

    private static readonly string[] Russian =
        ["суббота", "форум", "сообщение", "приходит", "когда", "люди", "пишут", "про", "небольшие", "серверы", "и", "сады", "музыка", "выходные", "книги", "инструменты", "вечером", "тихо", "долго", "вместе"];

    private const string InManyMessages = "tomorrow";

    public static string Nickname(int user) => user % 3 == 2 ? $"участник{user:00000}" : $"member{user:00000}";

    public static string Title(int number) => $"{Capital(Words(number, 5))} #{number}";

    public static string Post(int number) =>
        $"## {Capital(Words(number + 7, 4))}\n\n{Capital(Words(number, 40))}.\n\n- {Words(number + 1, 6)}\n- **{Words(number + 2, 4)}**\n\n> {Words(number + 3, 12)}\n\n{Capital(Words(number + 4, 30))}.";

    public static string Comment(int number) => $"{Capital(Words(number, 8 + (number % 20)))}.";

    /// <summary>Three of ten hold <see cref="InManyMessages"/>.</summary>
    public static string Message(int number) => Capital(Words(number, 3 + (number % 12))) + (number % 10 < 3 ? $" {InManyMessages}" : "");

    private static string Words(int number, int count)
    {
        var language = number % 2 == 0 ? English : Russian;
        return string.Join(' ', Enumerable.Range(0, count).Select(i => language[Mix(number, i) % language.Length]));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static int Mix(int number, int i) => (int)(unchecked(((uint)number * 2_654_435_761u) ^ ((uint)i * 40_503u) ^ (((uint)number * (uint)(i + 1)) >> 3)) & int.MaxValue);
}
