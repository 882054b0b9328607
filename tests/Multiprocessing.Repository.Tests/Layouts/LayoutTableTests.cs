using System.Globalization;

namespace Multiprocessing.Repository.Tests.Layouts;

/// <summary>The layouts of shared memory are a table under review: two versions of the library may meet in one segment, so a change needs a new layout version.</summary>
public class LayoutTableTests
{
    [Fact]
    public void Layouts_OfTheProduct_AreAsReviewed() => Snapshot.AssertEqual("tests/Multiprocessing.Repository.Tests/Layouts/Layouts.txt", [.. Layout.All.SelectMany(Lines)]);

    // A line for the struct and its size, then one for each field: where it begins, its size, type and name.
    private static IEnumerable<string> Lines(Layout layout) => layout.Fields
        .Select(static field => string.Create(CultureInfo.InvariantCulture, $"{field.Offset,6} {field.Size,6}  {field.Type.Name} {field.Name}"))
        .Prepend(string.Create(CultureInfo.InvariantCulture, $"{layout.Name}, {layout.Size} bytes"));
}
