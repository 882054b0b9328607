using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Tests.Liveness;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("a")]
    [InlineData("Build_7.2-x")]
    public void Directory_GoodName_CarriesUserAndName(string name)
    {
        string directory = DomainName.Directory(name);
        Assert.Equal($"{DomainName.Place()}/mp-{Libc.geteuid()}-{name}", directory);
        Assert.Equal(name, DomainName.OfDirectory(directory));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData("ü")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    public void Directory_BadName_IsRefused(string name)
    {
        var error = Assert.Throws<DomainUnavailableException>(() => DomainName.Directory(name));
        Assert.Equal(DomainFailure.BadName, error.Failure);
        Assert.Contains("MP_DOMAIN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_LongestName_IsAccepted()
    {
        DomainName.Directory(new string('a', DomainName.LengthMax));
        Assert.Throws<DomainUnavailableException>(() => DomainName.Directory(new string('a', DomainName.LengthMax + 1)));
    }

    [Fact]
    public void OfDirectory_OtherForm_IsTheDirectorysOwnName() => Assert.Equal("shared", DomainName.OfDirectory("/srv/shared"));
}
