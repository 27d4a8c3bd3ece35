namespace RealTimeForum.Domain.Common;

/// <summary>Something that happened, in the past tense; carries ids, never entities.</summary>
public interface IDomainEvent;
