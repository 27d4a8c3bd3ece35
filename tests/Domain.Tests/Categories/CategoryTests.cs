using RealTimeForum.Domain.Categories;

namespace RealTimeForum.Domain.Tests.Categories;

public sealed class CategoryTests
{
    private static readonly Slug Slug = Slug.Parse("news").Value;

    [Fact]
    public void The_first_one_is_general() => Category.General().Slug.Value.Should().Be("general");

    [Theory]
    [InlineData("a")]
    [InlineData("a-b-2")]
    [InlineData("2026")]
    public void A_slug_is_small_letters_digits_and_hyphens(string text) => Slug.Parse(text).Value.Value.Should().Be(text);

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("й")]
    [InlineData("a/b")]
    public void Nothing_else_is_a_slug(string text) => Slug.Parse(text).Error.Should().Be(CategoryErrors.SlugForm);

    [Fact]
    public void A_slug_has_at_most_64_characters() => Slug.Parse(new string('a', 65)).Error.Should().Be(CategoryErrors.SlugForm);

    [Fact]
    public void A_colour_is_kept_in_small_letters() => Category.Make("News", Slug, "", "#AABBCC", 1).Value.Color.Should().Be("#aabbcc");

    [Fact]
    public void Each_field_has_its_own_refusal()
    {
        Category.Make("", Slug, "", null, 0).Error.Should().Be(CategoryErrors.NameLength);
        Category.Make(new string('x', 65), Slug, "", null, 0).Error.Should().Be(CategoryErrors.NameLength);
        Category.Make("News", Slug, new string('x', 501), null, 0).Error.Should().Be(CategoryErrors.DescriptionLength);
        Category.Make("News", Slug, "", "red", 0).Error.Should().Be(CategoryErrors.ColorForm);
        Category.Make("News", Slug, "", "#aabbcc;", 0).Error.Should().Be(CategoryErrors.ColorForm);
        Category.Make("News", Slug, "", null, -1).Error.Should().Be(CategoryErrors.PositionRange);
    }
}
