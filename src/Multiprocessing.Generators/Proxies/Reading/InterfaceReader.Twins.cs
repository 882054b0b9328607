using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Proxies.Emission;
using Multiprocessing.Generators.Proxies.Forms;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Reading;

/// <summary>The asynchronous twins that a proxy has: its own, and those of the shared interfaces that it inherits.</summary>
internal sealed partial class InterfaceReader
{
    /// <summary>Whether the assembly of an interface has, or is being given, the interface of its asynchronous twins.</summary>
    /// <param name="form">The interface, or one of its closed forms.</param>
    /// <param name="open">Its definition.</param>
    internal static bool HasTwins(INamedTypeSymbol form, InterfaceModel open, SharedTypes shared)
    {
        if (TwinEmitter.TwinnedOf(open).Count == 0) return false;
        // What is generated for an interface of others stands in the assembly that shares it; for a generic one nothing does.
        if (shared.IsForeign(form)) return !form.IsGenericType;
        if (SymbolEqualityComparer.Default.Equals(form.ContainingAssembly, shared.Assembly)) return true;
        string name = $"Multiprocessing.Generated.{open.GeneratedName}_Twins{(form.Arity == 0 ? "" : $"`{form.Arity}")}";
        return form.ContainingAssembly.GetTypeByMetadataName(name) is { } twins && (twins.DeclaredAccessibility == Accessibility.Public || form.ContainingAssembly.GivesAccessTo(shared.Assembly));
    }

    private List<TwinSet> TwinSetsOf(InterfaceModel model)
    {
        var sets = new List<TwinSet>();
        if (model.Twins is { } own) sets.Add(new TwinSet(own, [.. TwinEmitter.TwinnedOf(model).Select(static one => (TwinEmitter.TwinOf(one.Member), one.Number))]));
        var numbers = model.Members.Select(static (member, number) => (member, number)).ToDictionary(static one => (one.member.Owner, one.member.Identity), static one => one.number);
        foreach (INamedTypeSymbol inherited in _type.AllInterfaces)
        {
            if (!_shared.IsShared(inherited) || FormFiles.FaceOf(inherited) is not null) continue;
            // What is wrong with it is said where it stands.
            if (new InterfaceReader(inherited.OriginalDefinition, _place, _shared).ReadAlone() is not { } open || !HasTwins(inherited, open, _shared)) continue;
            if ((inherited.IsGenericType ? new InterfaceReader(inherited, _place, _shared).ReadAlone() : open) is not { } form) continue;
            sets.Add(new TwinSet(TwinsNameOf(inherited), [.. TwinEmitter.TwinnedOf(form).Select(one => (TwinEmitter.TwinOf(one.Member), numbers[(one.Member.Owner, one.Member.Identity)]))]));
        }

        return sets;
    }

    /// <summary>The interface without what its proxy has for others.</summary>
    private InterfaceModel? ReadAlone() => ReadMembers() ? BareModelOf(IdentifierOf(_type)) : null;
}
