using System.Reflection;
using System.Xml.Linq;

namespace Multiprocessing.Repository.Tests.Api;

/// <summary>What every public type of the product has in common.</summary>
public class PublicTypeTests
{
    private static readonly string[] s_headings = ["Threads", "Processes", "Cost"];

    [Fact]
    public void Type_ThatIsPublic_StandsInTheOneNamespace() => Assert.All(Exported(), static type => Assert.Equal("Multiprocessing", type.Namespace));

    [Fact]
    public void Class_ThatIsPublic_IsSealedOrAbstract()
    {
        // A class that only the product can derive from has no constructor that others reach.
        IEnumerable<Type> open = Exported().Where(static type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type
            .GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .Any(static constructor => constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly));
        Assert.Empty(open);
    }

    [Fact]
    public void Platform_HasNoPublicTypes() => Assert.Empty(Product.Platform.GetExportedTypes());

    [Fact]
    public void Object_ThatIsShared_TellsThreadsProcessesAndCost()
    {
        var findings = new Findings("The remarks of a shared object have the headings Threads, Processes (what if a holder dies) and Cost, and an example.");
        Dictionary<string, XElement> documentation = XDocument.Load(Path.ChangeExtension(Product.Main.Location, ".xml"))
            .Descendants("member").ToDictionary(static member => (string)member.Attribute("name")!);
        foreach (Type type in Exported().Where(IsSharedObject))
        {
            if (!documentation.TryGetValue("T:" + type.FullName, out XElement? member))
            {
                findings.Add($"{type.FullName}: no documentation");
                continue;
            }

            string remarks = string.Concat(member.Elements("remarks").Select(static element => element.ToString()));
            if (s_headings.Where(heading => !remarks.Contains($"<b>{heading}.</b>", StringComparison.Ordinal)).ToArray() is { Length: > 0 } missing)
            {
                findings.Add($"{type.FullName}: lacks {string.Join(", ", missing.Select(static heading => $"<b>{heading}.</b>"))}");
            }

            if (!member.Descendants("example").Any())
            {
                findings.Add($"{type.FullName}: lacks <example>");
            }
        }

        findings.AssertNone();
    }

    // What a factory makes, opens or starts, and what is closed; a child of such a type leaves the telling to it.
    private static bool IsSharedObject(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.BaseType == typeof(object) && (type.IsAssignableTo(typeof(IDisposable)) || type.IsAssignableTo(typeof(IAsyncDisposable)));

    private static IEnumerable<Type> Exported() => Product.Main.GetExportedTypes().Where(static type => !type.IsNested);
}
