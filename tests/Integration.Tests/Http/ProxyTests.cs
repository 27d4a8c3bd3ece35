using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>Who says that a request comes from elsewhere is believed where the settings name them, and nowhere else.</summary>
public sealed class ProxyTests(ProxyTests.Behind behind, ProxyTests.Open open) : IClassFixture<ProxyTests.Behind>, IClassFixture<ProxyTests.Open>
{
    [Fact]
    public async Task A_named_proxy_is_believed_about_the_last_address_and_nothing_before_it()
    {
        (await SignUpAsync(behind, "203.0.113.9")).Should().Be("203.0.113.9");
        (await SignUpAsync(behind, "10.1.2.3, 203.0.113.10")).Should().Be("203.0.113.10", "what stands before was written by the client itself");
        (await SignUpAsync(behind, "nonsense")).Should().Be("127.0.0.1");
    }

    [Fact]
    public async Task Nobody_else_is_believed_and_has_no_more_addresses_than_one()
    {
        (await SignUpAsync(open, "203.0.113.9")).Should().Be("127.0.0.1");
        for (var i = 0; i < 2; i++) (await TryAsync(open, $"198.51.100.{i}")).ShouldBe(201);
        (await TryAsync(open, "198.51.100.9")).ShouldBeProblem(429, "request.too_many");
    }

    [Fact]
    public async Task Limits_count_each_address_that_a_proxy_names_and_one_network_of_ipv6_as_one()
    {
        for (var i = 0; i < 3; i++) (await TryAsync(behind, "198.51.100.1")).ShouldBe(201);
        (await TryAsync(behind, "198.51.100.1")).ShouldBeProblem(429, "request.too_many").Headers.RetryAfter.Should().NotBeNull();
        (await TryAsync(behind, "198.51.100.2")).ShouldBe(201);
        for (var i = 0; i < 3; i++) (await TryAsync(behind, $"2001:db8:1:2::{i}")).ShouldBe(201);
        (await TryAsync(behind, "2001:db8:1:2:ffff::9")).ShouldBe(429);
        (await TryAsync(behind, "2001:db8:1:3::1")).ShouldBe(201);
    }

    [Fact]
    public async Task The_address_people_type_is_the_proxys_to_say()
    {
        var door = behind.Visitor();
        var made = (await door.PostAsync("/api/accounts", Forum.SignUpBody("over.https"), ("X-Forwarded-For", "203.0.113.77"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "forum.example.org"), ("Origin", "https://forum.example.org"))).ShouldBe(201);
        made.Header("Set-Cookie").Should().ContainEquivalentOf("secure");
    }

    private static async Task<string> SignUpAsync(Forum forum, string forwarded)
    {
        var door = forum.Visitor();
        (await door.PostAsync("/api/accounts", Forum.SignUpBody($"p{Guid.NewGuid():N}"[..20]), ("X-Forwarded-For", forwarded))).ShouldBe(201);
        return (await door.GetAsync("/api/sessions")).ShouldBe(200).Json.Items().Single().Text("address");
    }

    private static async Task<Answer> TryAsync(Forum forum, string forwarded)
    {
        using var door = forum.Visitor();
        return await door.PostAsync("/api/accounts", Forum.SignUpBody($"p{Guid.NewGuid():N}"[..20]), ("X-Forwarded-For", forwarded));
    }

    public sealed class Behind : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
            [new("Forum:Proxies:0", "127.0.0.1"), new("Forum:RateLimits:Enabled", "true"), new("Forum:RateLimits:SignUpsPerHour", "3")];
    }

    public sealed class Open : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:RateLimits:Enabled", "true"), new("Forum:RateLimits:SignUpsPerHour", "3")];
    }
}
