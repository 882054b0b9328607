namespace Multiprocessing.Repository.Tests.Api;

/// <summary>The public API is a text under review: what a user may call changes on purpose only.</summary>
public class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheProduct_IsAsReviewed() => Snapshot.AssertEqual("tests/Multiprocessing.Repository.Tests/Api/Multiprocessing.txt", ApiText.Of(Product.Main));

    [Fact]
    public void PublicApi_OfHosting_IsAsReviewed() => Snapshot.AssertEqual("tests/Multiprocessing.Repository.Tests/Api/Multiprocessing.Hosting.txt", ApiText.Of(Product.Hosting));

    [Fact]
    public void PublicApi_OfThePlatform_IsEmpty() => Assert.Empty(ApiText.Of(Product.Platform));
}
