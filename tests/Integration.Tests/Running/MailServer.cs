using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>A real mail server on loopback (tests/smtp), which can be started late and ended early.</summary>
public sealed partial class MailServer : IAsyncDisposable
{
    private readonly List<Mail> _mails = [];
    private Process? _process;

    public int Port { get; } = ForumProcess.FreePort();

    public async Task StartAsync()
    {
        var folder = Path.Combine(ForumProcess.Root, "tests", "smtp");
        Directory.Exists(Path.Combine(folder, "node_modules")).Should().BeTrue("npm ci was run in tests/smtp");
        var start = new ProcessStartInfo("node") { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("server.js");
        start.ArgumentList.Add($"{Port}");
        _process = Process.Start(start)!;
        (await _process.StandardOutput.ReadLineAsync().WaitAsync(Limits.Start)).Should().Be("ready");
        _ = ReadAsync(_process.StandardOutput);
    }

    /// <summary>The first mail to an address whose decoded text holds this; waits for it.</summary>
    public async Task<Mail> NextAsync(string to, string holding)
    {
        Mail? found = null;
        await Limits.UntilAsync(() =>
        {
            lock (_mails) found = _mails.Find(mail => mail.To == to && mail.Text.Contains(holding, StringComparison.Ordinal));
            return Task.FromResult(found is not null);
        }, $"a mail to {to} with {holding}");
        return found!;
    }

    public int CountTo(string to)
    {
        lock (_mails) return _mails.Count(mail => mail.To == to);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            var mail = JsonDocument.Parse(line).RootElement;
            lock (_mails) _mails.Add(new Mail(mail.Items("to")[0].GetString()!, Mail.Decode(mail.Text("raw"))));
        }
    }

    [GeneratedRegex(@"token=(?<token>[\w-]{43})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Token();

    /// <param name="Text">Headers and body, decoded.</param>
    public sealed record Mail(string To, string Text)
    {
        public string Token => MailServer.Token().Match(Text).Groups["token"].Value;

        public static string Decode(string raw)
        {
            using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(raw));
            using var message = MimeKit.MimeMessage.Load(stream);
            return $"From: {message.From}\nTo: {message.To}\nSubject: {message.Subject}\n\n{message.TextBody}";
        }
    }
}
