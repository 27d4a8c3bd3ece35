using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Application.Pipeline;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

/// <summary>An <c>Idempotency-Key</c> and the thing that was made under it.</summary>
internal sealed class IdempotencyKey
{
    public required Guid UserId { get; init; }

    public required string Key { get; init; }

    public required byte[] Fingerprint { get; init; }

    public required Guid ThingId { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class IdempotencyKeyMapping : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(key => new { key.UserId, key.Key });
        builder.Property(key => key.Key).HasMaxLength(255);
        builder.HasIndex(key => key.At);
    }
}

/// <summary>One row a name: what the forum knows of itself, such as its <c>epoch</c>.</summary>
internal sealed class Fact
{
    public const string Epoch = "epoch";
    public const string Settings = "settings";

    /// <summary>How the search index was made; a row that is not there, or another value, has it made anew.</summary>
    public const string SearchIndex = "search_index";

    public required string Name { get; init; }

    public required string Value { get; set; }
}

internal sealed class FactMapping : IEntityTypeConfiguration<Fact>
{
    public void Configure(EntityTypeBuilder<Fact> builder)
    {
        builder.ToTable("facts");
        builder.HasKey(fact => fact.Name);
        builder.Property(fact => fact.Name).HasMaxLength(64);
    }
}
