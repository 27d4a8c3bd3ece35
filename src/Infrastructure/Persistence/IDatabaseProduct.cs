using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Where the forum's rows are kept.</summary>
public enum DatabaseProduct
{
    /// <summary>A file in the data folder, for one process.</summary>
    Sqlite,

    /// <summary>A server, for as many processes as one likes.</summary>
    Postgres,
}

/// <summary>What one database product does otherwise than another.</summary>
internal interface IDatabaseProduct
{
    /// <summary>Whether other processes write there too: then nothing that was read of chats is kept, it may have changed without a word.</summary>
    bool IsShared { get; }

    /// <summary>A context that changes nothing; disposing it and its connection frees everything.</summary>
    ForumDb NewReader();

    /// <summary>Hands out a context that may change everything, while no other process prepares the same database.</summary>
    /// <exception cref="UnusableDatabaseException">It can't be reached, or is none.</exception>
    Task PrepareAsync(Func<ForumDb, Task> prepare, CancellationToken cancellationToken);

    /// <summary>Indexes everything that is there for search.</summary>
    Task IndexAsync(ForumDb db, IStemmer stemmer, Action<string> say, CancellationToken cancellationToken);

    /// <summary>How large the database is.</summary>
    Task<long> BytesAsync(CancellationToken cancellationToken);

    /// <summary>What was erased is nowhere in the database's files any more, as far as the product can do that.</summary>
    Task ForgetErasedAsync(CancellationToken cancellationToken);
}
