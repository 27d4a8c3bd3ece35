namespace RealTimeForum.Application.Ports;

/// <summary>Writes down what staff did, in the transaction that does it; who and from where is known.</summary>
public interface IAudit
{
    /// <param name="action">Such as <c>post.lock</c>.</param>
    void Record(string action, string targetType, Guid targetId, string? reason = null);
}
