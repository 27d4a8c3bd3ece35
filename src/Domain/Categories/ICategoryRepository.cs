namespace RealTimeForum.Domain.Categories;

public interface ICategoryRepository
{
    ValueTask<Category?> FindAsync(CategoryId id, CancellationToken cancellationToken);

    ValueTask<Category?> FindAsync(Slug slug, CancellationToken cancellationToken);

    void Add(Category category);

    void Remove(Category category);
}
