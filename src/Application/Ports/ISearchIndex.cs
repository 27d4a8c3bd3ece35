namespace RealTimeForum.Application.Ports;

/// <summary>What is searched: each has an index of its own.</summary>
public enum SearchIn { Posts, Comments, Messages }

/// <summary>Finds things by their words. It knows nothing of who may see what: whoever asks shows only what the asker may see.</summary>
public interface ISearchIndex
{
    /// <summary>The newest matches first.</summary>
    /// <param name="before">Only those that stand before this place.</param>
    Task<List<SearchMatch>> FindAsync(IndexQuery query, long before, int take, CancellationToken cancellationToken);
}

/// <param name="Terms">All of them must be there, except those that must not.</param>
/// <param name="Chats">For messages: nothing outside of them is looked at.</param>
/// <param name="Since">For messages: a message that is the oldest to be found.</param>
/// <param name="From">Written at that time or later.</param>
/// <param name="To">Written before that time.</param>
public sealed record IndexQuery(
    SearchIn In, IReadOnlyList<SearchTerm> Terms, IReadOnlyList<Guid> Chats, Guid? Since, Guid? Author, Guid? Category, DateTimeOffset? From, DateTimeOffset? To);

/// <param name="Words">Folded; several where they must follow one another.</param>
/// <param name="Stem">What the forms of one word share; null where the words are meant as they are written.</param>
/// <param name="IsBeginning">Whether the last word may go on.</param>
public sealed record SearchTerm(IReadOnlyList<string> Words, string? Stem, bool IsBeginning, bool IsExcluded);

/// <param name="Place">The greater, the newer.</param>
public sealed record SearchMatch(long Place, Guid Id);

/// <summary>What a word's forms share: субботу and суббота, running and run.</summary>
public interface IStemmer
{
    /// <param name="word">Folded.</param>
    string Stem(string word);
}

/// <summary>Makes what is indexed of a text, before the writer's turn: the writer finds it ready.</summary>
public interface IIndexedTexts
{
    void Prepare(string text);
}
